// What names something else in the package names it rightly; a deployment would fail or an admin would search.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test from 'node:test';
import { APP, FOLDERS, files, nameOf, read, values } from './support/files.mjs';

const OBJECTS = ['Account', 'Contact', 'Lead', 'Opportunity'];
const labels = read(`${APP}/labels/CustomLabels.labels-meta.xml`);
const permissions = read(`${APP}/permissionsets/Liaison_User.permissionset-meta.xml`);
const pages = files(`${APP}/pages`, '.page');
const classes = files(`${APP}/classes`, '.cls');

test('every label that is used exists, and none is left over', () => {
    const code = files(APP).filter((path) => /\.(cls|page|component|js)$/.test(path) && !path.includes('__tests__'));
    const used = code.flatMap((path) =>
        [...read(path).matchAll(/(?:System\.Label\.|\$Label\.|label\/c\.)(\w+)/g)].map((match) => match[1])
    );
    assert.deepEqual([...new Set(used)].sort(), values(labels, 'fullName').sort());
});

test('every label has its French and its Swedish text', () => {
    const english = Object.fromEntries(
        values(labels, 'fullName').map((name, at) => [name, values(labels, 'value')[at]])
    );
    const blanks = (text) => (text.match(/\{\d\}/g) ?? []).sort();
    for (const language of ['fr', 'sv']) {
        const xml = read(`languages/main/default/translations/${language}.translation-meta.xml`);
        const texts = values(xml, 'label');
        assert.deepEqual(values(xml, 'name').sort(), Object.keys(english).sort());
        values(xml, 'name').forEach((name, at) => {
            assert.notEqual(texts[at], english[name], `${language} ${name}`);
            assert.deepEqual(blanks(texts[at]), blanks(english[name]), `${language} ${name}`);
        });
    }
});

test('every list button opens its page, made for that object, and is named in French and Swedish', () => {
    for (const object of ['Lead', 'Contact']) {
        const buttons = files(`${APP}/objects/${object}/webLinks`);
        assert.equal(buttons.length, 3);
        for (const path of buttons) {
            const [page] = values(read(path), 'page');
            assert.match(read(`${APP}/pages/${page}.page`), new RegExp(`standardController="${object}" recordSetVar=`));
        }
        for (const language of ['fr', 'sv']) {
            const place = `languages/main/default/objectTranslations/${object}-${language}`;
            const xml = read(`${place}/${object}-${language}.objectTranslation-meta.xml`);
            assert.deepEqual(values(xml, 'name').sort(), buttons.map(nameOf).sort());
        }
    }
});

test('every page of a list hands over the action it is named for', () => {
    for (const object of ['Lead', 'Contact']) {
        for (const action of ['Email', 'Campaign', 'Task']) {
            assert.match(read(`${APP}/pages/Liaison${object}${action}.page`), new RegExp(`"${action.toLowerCase()}"`));
        }
    }
});

test('pages use extensions and component attributes that exist', () => {
    for (const path of pages) {
        const page = read(path);
        const extension = page.match(/extensions="(\w+)"/)[1];
        const apex = read(`${APP}/classes/${extension}.cls`);
        const [, component, attributes] = page.match(/<c:(\w+)([^>]*)\/>/s);
        const declared = [...read(`${APP}/components/${component}.component`).matchAll(/attribute name="(\w+)"/g)];
        const given = [...attributes.matchAll(/(\w+)="/g)].map((match) => match[1]);
        assert.deepEqual(given.sort(), declared.map((match) => match[1]).sort(), path);
        for (const [, member] of page.matchAll(/="\{!(\w+)\}"/g)) {
            assert.match(apex, new RegExp(`public String ${member} \\{ get;`), path);
        }
        for (const [, remote] of page.matchAll(/\$RemoteAction\.(\w+\.\w+)/g)) {
            const [, method] = remote.split('.');
            assert.equal(remote, `${extension}.${method}`);
            assert.match(apex, new RegExp(`@RemoteAction\\s+public static String ${method}\\(`));
        }
    }
});

test('the permission set opens every page, every class a page or component calls, and every field', () => {
    const called = classes.filter((path) =>
        /@AuraEnabled|@RemoteAction|ApexPages\.Standard\w*Controller /.test(read(path))
    );
    const fields = files(`${APP}/objects`, '.field-meta.xml').flatMap((path) => {
        const [object] = path.slice(`${APP}/objects/`.length).split('/');
        const owners = { Activity: ['Event', 'Task'], Liaison_Settings__c: [] }[object] ?? [object];
        return owners.map((owner) => `${owner}.${nameOf(path)}`);
    });
    const product = called.filter((path) => !read(path).startsWith('@IsTest'));
    assert.deepEqual(values(permissions, 'apexPage'), pages.map(nameOf).sort());
    assert.deepEqual(values(permissions, 'apexClass'), product.map(nameOf).sort());
    assert.deepEqual(values(permissions, 'field').sort(), fields.sort());
    assert.deepEqual([...new Set(values(permissions, 'readable'))], ['true']);
    assert.deepEqual([...new Set(values(permissions, 'editable'))], ['true']);
});

test('the panel can be put on the pages of the four objects, with an address', () => {
    const meta = read(`${APP}/lwc/liaisonPanel/liaisonPanel.js-meta.xml`);
    assert.deepEqual(values(meta, 'isExposed'), ['true']);
    assert.deepEqual(values(meta, 'target'), ['lightning__RecordPage']);
    assert.deepEqual(values(meta, 'object').sort(), OBJECTS);
    assert.match(meta, /<property\s+name="baseUrl"\s+type="String"\s+required="true"/);
    for (const object of OBJECTS) {
        assert.match(read(`${APP}/pages/LiaisonPanel${object}.page`), new RegExp(`standardController="${object}" ext`));
    }
});

test('Lightning pages may frame Liaison and load nothing else from it', () => {
    const site = read(`${APP}/cspTrustedSites/Liaison.cspTrustedSite-meta.xml`);
    assert.deepEqual(values(site, 'context'), ['LEX']);
    const open = [...site.matchAll(/<isApplicableTo(\w+)>true</g)].map((match) => match[1]);
    assert.deepEqual(open, ['FrameSrc']);
});

test('the External Client App asks for PKCE and rotation, and holds no key', () => {
    const app = files('external-client-app').map(read).join('\n');
    for (const [element, value] of [
        ['isPkceRequired', 'true'],
        ['isRefreshTokenRotationEnabled', 'true'],
        ['isSecretRequiredForRefreshToken', 'true'],
        ['isConsumerSecretOptional', 'false'],
        ['commaSeparatedOauthScopes', 'Api,RefreshToken,Basic'],
        ['refreshTokenPolicyType', 'SpecificInactivity'],
        ['ipRelaxationPolicyType', 'Enforce'],
        ['callbackUrl', 'https://liaison.example.com/oauth/salesforce/callback']
    ]) {
        assert.deepEqual(values(app, element), [value]);
    }
    assert.ok(values(app, 'externalClientApplication').every((name) => name === 'Liaison'));
    const everything = FOLDERS.flatMap((folder) => files(folder))
        .map(read)
        .join('\n');
    assert.doesNotMatch(everything, /<(consumerKey|consumerSecret|clientSecret)>/);
});

test('address and secret are one protected setting of the whole organisation', () => {
    const settings = read(`${APP}/objects/Liaison_Settings__c/Liaison_Settings__c.object-meta.xml`);
    assert.deepEqual(values(settings, 'visibility'), ['Protected']);
    assert.deepEqual(values(settings, 'customSettingsType'), ['Hierarchy']);
});

test('the ticket the Apex test expects is the one any other language makes', () => {
    const apex = read(`${APP}/classes/LiaisonTicketTest.cls`);
    const constant = (name) => apex.match(new RegExp(`String ${name} =\\s*'([^']*)'`))[1];
    const payload = Buffer.from(constant('PAYLOAD')).toString('base64');
    const mac = createHmac('sha256', constant('SECRET')).update(payload).digest('base64');
    assert.equal(constant('TICKET'), `${payload}.${mac}`);
});

test('every class keeps to the sharing of the user and says its API version', () => {
    for (const path of classes) {
        const apex = read(path);
        assert.match(apex, /public with sharing class|extends Exception|^@IsTest\s+private class/, path);
        assert.deepEqual(values(read(`${path}-meta.xml`), 'apiVersion'), ['66.0'], path);
    }
});
