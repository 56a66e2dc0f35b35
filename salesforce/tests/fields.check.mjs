// The field table as Liaison writes it, held against the package.
import assert from 'node:assert/strict';
import test from 'node:test';
import { APP, files, nameOf, read, values } from './support/files.mjs';

const ACTIVITY = [
    ['mktosales_call_outcome__c', 'Text', 'Call Outcomes'],
    ['mktosales_call_reason__c', 'Text', 'Call Reasons'],
    ['MSE_Call_Local_Presence_ID__c', 'Text', 'Marketo Sales Call Local Presence ID'],
    ['MSE_Call_Recording__c', 'Url', 'Marketo Sales Call Recording URL'],
    ['MSE_Campaign__c', 'Text', 'Marketo Sales Campaign'],
    ['MSE_Current_Campaign_Step__c', 'Text', 'Marketo Sales Campaign Current Step'],
    ['MSE_Campaign_Details_Link__c', 'Url', 'Marketo Sales Campaign URL'],
    ['MSE_Presentation_Viewed__c', 'Checkbox', 'Marketo Sales Email Attachment Viewed'],
    ['MSE_Clicked__c', 'Checkbox', 'Marketo Sales Email Clicked'],
    ['MSE_Replied__c', 'Checkbox', 'Marketo Sales Email Replied'],
    ['MSE_Email_Status__c', 'Text', 'Marketo Sales Email Status'],
    ['MSE_Template__c', 'Text', 'Marketo Sales Email Template'],
    ['MSE_Template_Details__c', 'Url', 'Marketo Sales Email Template URL'],
    ['MSE_Details__c', 'Url', 'Marketo Sales Email URL'],
    ['MSE_Viewed__c', 'Checkbox', 'Marketo Sales Email Viewed']
];

const ROLL_UPS = [
    ['Liaison_Last_Activity_By_Sales__c', 'DateTime', 'Last Activity by Sales'],
    ['Liaison_Last_Sales_Engagement__c', 'DateTime', 'Last Sales Engagement'],
    ['Liaison_Last_Replied__c', 'DateTime', 'Last Replied'],
    ['Liaison_Current_Campaign__c', 'Text', 'Current Sales Campaign'],
    ['Liaison_Opt_Out__c', 'Checkbox', 'Opt Out'],
    ['Liaison_Last_Marketing_Engagement__c', 'DateTime', 'Last Marketing Engagement'],
    ['Liaison_Last_Marketing_Engagement_Date__c', 'DateTime', 'Last Marketing Engagement Date'],
    ['Liaison_Last_Marketing_Engagement_Desc__c', 'Text', 'Last Marketing Engagement Desc'],
    ['Liaison_Last_Marketing_Engagement_Source__c', 'Text', 'Last Marketing Engagement Source'],
    ['Liaison_Last_Marketing_Engagement_Type__c', 'Text', 'Last Marketing Engagement Type']
];

const SETTINGS = [
    ['Base_URL__c', 'Url', 'Base URL'],
    ['Secret__c', 'Text', 'Secret']
];

const TABLE = {
    Activity: ACTIVITY,
    Lead: ROLL_UPS,
    Contact: ROLL_UPS,
    Account: ROLL_UPS,
    Opportunity: ROLL_UPS,
    Liaison_Settings__c: SETTINGS
};

const byName = (one, other) => (one[0] < other[0] ? -1 : 1);

for (const [object, expected] of Object.entries(TABLE)) {
    test(`${object} has the fields of the table, and no others`, () => {
        const found = files(`${APP}/objects/${object}/fields`).map((path) => {
            const xml = read(path);
            assert.equal(values(xml, 'fullName')[0], nameOf(path), path);
            return [nameOf(path), values(xml, 'type')[0], values(xml, 'label')[0]];
        });
        assert.deepEqual(found.sort(byName), expected.toSorted(byName));
    });
}

test('texts hold 255 characters, boxes begin empty, and no other field has either', () => {
    for (const path of files(`${APP}/objects`, '.field-meta.xml')) {
        const xml = read(path);
        const [type] = values(xml, 'type');
        assert.deepEqual(values(xml, 'length'), type === 'Text' ? ['255'] : [], path);
        assert.deepEqual(values(xml, 'defaultValue'), type === 'Checkbox' ? ['false'] : [], path);
    }
});

test('names and labels are not longer than Salesforce takes', () => {
    for (const path of files(`${APP}/objects`, '.field-meta.xml')) {
        assert.ok(nameOf(path).replace(/__c$/, '').length <= 40, path);
        assert.ok(values(read(path), 'label')[0].length <= 40, path);
    }
});

test('the guide shows the table', () => {
    const guide = read('README.md');
    for (const [name, type, label] of [...ACTIVITY, ...ROLL_UPS]) {
        const size = { Text: 'Text 255', Url: 'URL', DateTime: 'Date/Time' }[type] ?? type;
        assert.ok(guide.includes(`| ${label} | \`${name}\` | ${size} |`), name);
    }
});
