import assert from 'node:assert/strict';
import test from 'node:test';
import { FOLDERS, files, read } from './support/files.mjs';
import { faults } from './support/metadata-types.mjs';

const METADATA = /(-meta\.xml|\.eca|\.ecaGlblOauth|\.ecaOauth|\.ecaOauthPlcy)$/;

test('every metadata file is what the Metadata API takes', () => {
    const metadata = FOLDERS.flatMap((folder) => files(folder)).filter((path) => METADATA.test(path));
    assert.ok(metadata.length > 80, 'the files were found');
    const wrong = metadata.flatMap((path) => faults(read(path)).map((fault) => `${path}: ${fault}`));
    assert.deepEqual(wrong, []);
});

test('the judge finds what is wrong', () => {
    const site = (inside) =>
        `<CspTrustedSite xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</CspTrustedSite>`;
    const right = '<endpointUrl>https://a.example</endpointUrl><isActive>true</isActive>';
    const wrong = [
        [site(right), undefined],
        [site('<isActive>true</isActive>'), /endpointUrl: missing/],
        [site(`${right}<isActve>true</isActve>`), /isActve: no such element/],
        [site(`${right}<context>Lightning</context>`), /Lightning is none of/],
        [site(`${right}<canAccessCamera>yes</canAccessCamera>`), /neither true nor false/],
        [site(`${right}<endpointUrl>https://b.example</endpointUrl>`), /again at another place/],
        [site(`${right}<description><b>x</b></description>`), /holds elements/],
        [site('<isActive>'), /line 1/],
        [site(right).replaceAll('CspTrustedSite', 'CspTrusted'), /no such type/],
        [site(right).replace('/2006/', '/2007/'), /namespace/]
    ];
    for (const [xml, fault] of wrong) {
        assert.match(faults(xml).join('\n'), fault ?? /^$/);
    }
});
