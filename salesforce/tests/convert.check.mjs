import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { ComponentSet, ForceIgnore, MetadataConverter } from '@salesforce/source-deploy-retrieve';
import { APP, FOLDERS, ROOT, read, values } from './support/files.mjs';

const OBJECTS = ['Lead', 'Contact', 'Account', 'Opportunity'];
const LISTS = ['Lead', 'Contact'];
const LANGUAGES = ['fr', 'sv'];
const ACTIVITY_FIELDS = 15;
const ROLL_UP_FIELDS = 10;
const SETTINGS_FIELDS = 2;

const EXPECTED = {
    ApexClass: [
        'LiaisonListExtension',
        'LiaisonListExtensionTest',
        'LiaisonPanelController',
        'LiaisonPanelExtension',
        'LiaisonPanelTest',
        'LiaisonRefusedException',
        'LiaisonSettings',
        'LiaisonTicket',
        'LiaisonTicketTest'
    ],
    ApexComponent: ['LiaisonFrame', 'LiaisonListFrame'],
    ApexPage: [
        ...OBJECTS.map((object) => `LiaisonPanel${object}`),
        ...LISTS.flatMap((object) => ['Email', 'Campaign', 'Task'].map((action) => `Liaison${object}${action}`))
    ],
    CspTrustedSite: ['Liaison'],
    CustomLabel: values(read(`${APP}/labels/CustomLabels.labels-meta.xml`), 'fullName'),
    CustomLabels: ['CustomLabels'],
    CustomObject: ['Liaison_Settings__c'],
    CustomObjectTranslation: LISTS.flatMap((object) => LANGUAGES.map((language) => `${object}-${language}`)),
    ExternalClientApplication: ['Liaison'],
    ExtlClntAppGlobalOauthSettings: ['Liaison_glbloauth'],
    ExtlClntAppOauthConfigurablePolicies: ['Liaison_oauthPlcy'],
    ExtlClntAppOauthSettings: ['Liaison_oauth'],
    LightningComponentBundle: ['liaisonPanel'],
    PermissionSet: ['Liaison_User'],
    StaticResource: ['LiaisonFrame'],
    Translations: LANGUAGES,
    WebLink: LISTS.flatMap((object) =>
        ['Liaison_Add_Task', 'Liaison_Add_To_Sales_Campaign', 'Liaison_Send_Sales_Email'].map(
            (button) => `${object}.${button}`
        )
    )
};

/** Members by type, as package.xml lists them. */
function listed(manifest) {
    return Object.fromEntries(
        [...manifest.matchAll(/<types>(.*?)<\/types>/gs)].map(([, types]) => [
            types.match(/<name>(.*?)<\/name>/)[1],
            [...types.matchAll(/<members>(.*?)<\/members>/g)].map((member) => member[1]).sort()
        ])
    );
}

test('the package converts, and package.xml lists everything', async () => {
    const into = await mkdtemp(join(tmpdir(), 'liaison-mdapi-'));
    try {
        const source = ComponentSet.fromSource({ fsPaths: FOLDERS.map((folder) => ROOT + folder) });
        source.sourceApiVersion = JSON.parse(read('sfdx-project.json')).sourceApiVersion;
        await new MetadataConverter().convert(source, 'metadata', {
            type: 'directory',
            outputDirectory: into,
            genUniqueDir: false
        });
        const manifest = await readFile(join(into, 'package.xml'), 'utf8');
        const { CustomField, ...members } = listed(manifest);

        assert.match(manifest, /<version>66\.0<\/version>/);
        assert.deepEqual(
            members,
            Object.fromEntries(Object.entries(EXPECTED).map(([type, names]) => [type, names.toSorted()]))
        );
        assert.equal(CustomField.length, ACTIVITY_FIELDS + ROLL_UP_FIELDS * OBJECTS.length + SETTINGS_FIELDS);
        assert.match(await readFile(join(into, 'objects/Activity.object'), 'utf8'), /MSE_Campaign__c/);
    } finally {
        await rm(into, { recursive: true });
    }
});

test('the manifest of the External Client App lists its four parts', () => {
    const app = Object.entries(EXPECTED).filter(([type]) => type.startsWith('Ext'));
    assert.deepEqual(listed(read('external-client-app/package.xml')), Object.fromEntries(app));
});

test('tests are not deployed, and keys of an app are never retrieved into the project', () => {
    const ignored = ForceIgnore.findAndCreate(ROOT);
    const app = join(ROOT, APP);
    assert.ok(ignored.denies(join(app, 'lwc/liaisonPanel/__tests__/liaisonPanel.test.js')));
    assert.ok(ignored.denies(join(app, 'extlClntAppGlobalOauthSets/Liaison_glbloauth.ecaGlblOauth-meta.xml')));
    assert.ok(ignored.accepts(join(app, 'lwc/liaisonPanel/liaisonPanel.js')));
});
