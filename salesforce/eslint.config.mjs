import lwc from '@salesforce/eslint-config-lwc';
import jest from 'eslint-plugin-jest';

const node = { require: 'readonly', module: 'writable', __dirname: 'readonly', process: 'readonly' };
const browser = { window: 'readonly', document: 'readonly', URL: 'readonly', MessageEvent: 'readonly' };

export default [
    {
        files: ['*.config.*', 'tests/**', 'force-app/**/staticresources/*.js'],
        rules: { 'no-undef': 'error', 'no-unused-vars': 'error', eqeqeq: 'error', 'prefer-const': 'error' },
        languageOptions: { globals: { ...node, ...browser, Buffer: 'readonly' } }
    },
    ...lwc.configs.recommended.map((config) => ({ ...config, files: ['force-app/**/lwc/**/*.js'] })),
    {
        files: ['force-app/**/__tests__/**/*.js', 'tests/*.test.js'],
        ...jest.configs['flat/recommended'],
        languageOptions: { globals: { ...jest.environments.globals.globals, ...node, ...browser } }
    }
];
