const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = {
    ...jestConfig,
    modulePathIgnorePatterns: ['<rootDir>/mdapi'],
    testMatch: ['**/__tests__/**/*.test.js', '<rootDir>/tests/*.test.js']
};
