//! The table of objects: only names, types and rules.

use super::schema::{Field, Kind, Object, field};

const OWNER: Field = field("OwnerId", "Owner ID", Kind::Reference).to(&["User"], "Owner");
const EXTERNAL: Field = field("SA_Ext__c", "External key", Kind::Text)
    .at_most(80)
    .key();
const SALUTATION: Field =
    field("Salutation", "Salutation", Kind::Pick).picks(&["Mr.", "Ms.", "Mx.", "Dr.", "Prof."]);
const FIRST: Field = field("FirstName", "First Name", Kind::Text).at_most(40);
const LAST: Field = field("LastName", "Last Name", Kind::Text)
    .at_most(80)
    .required();
const FULL: Field = field("Name", "Full Name", Kind::Text)
    .at_most(121)
    .read_only();
const OPTED_OUT: Field = field("HasOptedOutOfEmail", "Email Opt Out", Kind::Bool);
const BOUNCED: Field = field("EmailBouncedDate", "Email Bounced Date", Kind::Time);
const BOUNCE_REASON: Field = field("EmailBouncedReason", "Email Bounced Reason", Kind::Text);
const LAST_ACTIVITY: Field = field("LastActivityDate", "Last Activity", Kind::Date).read_only();
/// What the package adds to records of people and companies (administration 6.9).
const ROLLED_UP: [Field; 10] = [
    field(
        "Liaison_Last_Activity_By_Sales__c",
        "Last Activity by Sales",
        Kind::Time,
    ),
    field(
        "Liaison_Last_Sales_Engagement__c",
        "Last Sales Engagement",
        Kind::Time,
    ),
    field("Liaison_Last_Replied__c", "Last Replied", Kind::Time),
    field(
        "Liaison_Current_Campaign__c",
        "Current Sales Campaign",
        Kind::Text,
    ),
    field("Liaison_Opt_Out__c", "Opt Out", Kind::Bool),
    field(
        "Liaison_Last_Marketing_Engagement__c",
        "Last Marketing Engagement",
        Kind::Time,
    ),
    field(
        "Liaison_Last_Marketing_Engagement_Date__c",
        "Last Marketing Engagement Date",
        Kind::Time,
    ),
    field(
        "Liaison_Last_Marketing_Engagement_Desc__c",
        "Last Marketing Engagement Desc",
        Kind::Text,
    ),
    field(
        "Liaison_Last_Marketing_Engagement_Source__c",
        "Last Marketing Engagement Source",
        Kind::Text,
    ),
    field(
        "Liaison_Last_Marketing_Engagement_Type__c",
        "Last Marketing Engagement Type",
        Kind::Text,
    ),
];
const SOURCES: [&str; 6] = [
    "Web",
    "Phone Inquiry",
    "Partner Referral",
    "Purchased List",
    "Event",
    "Other",
];
const STAGES: [&str; 7] = [
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Proposal",
    "Negotiation",
    "Closed Won",
    "Closed Lost",
];

/// What an admin adds to activities by hand (administration 6.8).
const LOGGED: [Field; 15] = [
    field("mktosales_call_outcome__c", "Call Outcomes", Kind::Text).at_most(50),
    field("mktosales_call_reason__c", "Call Reasons", Kind::Text).at_most(50),
    field(
        "MSE_Call_Local_Presence_ID__c",
        "Marketo Sales Call Local Presence ID",
        Kind::Text,
    ),
    field(
        "MSE_Call_Recording__c",
        "Marketo Sales Call Recording URL",
        Kind::Url,
    ),
    field("MSE_Campaign__c", "Marketo Sales Campaign", Kind::Text),
    field(
        "MSE_Current_Campaign_Step__c",
        "Marketo Sales Campaign Current Step",
        Kind::Text,
    ),
    field(
        "MSE_Campaign_Details_Link__c",
        "Marketo Sales Campaign URL",
        Kind::Url,
    ),
    field(
        "MSE_Presentation_Viewed__c",
        "Marketo Sales Email Attachment Viewed",
        Kind::Bool,
    ),
    field("MSE_Clicked__c", "Marketo Sales Email Clicked", Kind::Bool),
    field("MSE_Replied__c", "Marketo Sales Email Replied", Kind::Bool),
    field(
        "MSE_Email_Status__c",
        "Marketo Sales Email Status",
        Kind::Text,
    ),
    field(
        "MSE_Template__c",
        "Marketo Sales Email Template",
        Kind::Text,
    ),
    field(
        "MSE_Template_Details__c",
        "Marketo Sales Email Template URL",
        Kind::Url,
    ),
    field("MSE_Details__c", "Marketo Sales Email URL", Kind::Url),
    field("MSE_Viewed__c", "Marketo Sales Email Viewed", Kind::Bool),
];

/// Every object of the pretend org.
#[rustfmt::skip]
pub static OBJECTS: [Object; 11] = [
    Object {
        name: "Account", label: "Account", plural: "Accounts", prefix: "001", writable: true,
        own: &[
            field("Name", "Account Name", Kind::Text).required(), OWNER,
            field("Website", "Website", Kind::Url), field("Phone", "Account Phone", Kind::Phone),
            field("Industry", "Industry", Kind::Pick).picks(&crate::names::INDUSTRY),
            field("Type", "Account Type", Kind::Pick).picks(&["Prospect", "Customer", "Partner"]),
            field("NumberOfEmployees", "Employees", Kind::Int), field("AnnualRevenue", "Annual Revenue", Kind::Money),
            field("BillingCity", "Billing City", Kind::Text).at_most(40), field("BillingCountry", "Billing Country", Kind::Text).at_most(80),
            field("Description", "Account Description", Kind::Area), LAST_ACTIVITY, EXTERNAL,
        ],
        package: &ROLLED_UP,
    },
    Object {
        name: "Contact", label: "Contact", plural: "Contacts", prefix: "003", writable: true,
        own: &[
            SALUTATION, FIRST, LAST, FULL, OWNER,
            field("AccountId", "Account ID", Kind::Reference).to(&["Account"], "Account").children("Contacts"),
            field("ReportsToId", "Reports To ID", Kind::Reference).to(&["Contact"], "ReportsTo"),
            field("Title", "Title", Kind::Text).at_most(128), field("Email", "Email", Kind::Email),
            field("Phone", "Business Phone", Kind::Phone), field("MobilePhone", "Mobile Phone", Kind::Phone),
            field("LeadSource", "Lead Source", Kind::Pick).picks(&SOURCES), field("Department", "Department", Kind::Text).at_most(80),
            field("MailingCountry", "Mailing Country", Kind::Text).at_most(80), field("Description", "Contact Description", Kind::Area),
            OPTED_OUT, BOUNCED, BOUNCE_REASON, LAST_ACTIVITY, EXTERNAL,
        ],
        package: &ROLLED_UP,
    },
    Object {
        name: "Lead", label: "Lead", plural: "Leads", prefix: "00Q", writable: true,
        own: &[
            SALUTATION, FIRST, LAST, FULL, OWNER,
            field("Company", "Company", Kind::Text).required(), field("Title", "Title", Kind::Text).at_most(128),
            field("Email", "Email", Kind::Email), field("Phone", "Phone", Kind::Phone), field("MobilePhone", "Mobile Phone", Kind::Phone),
            field("Status", "Status", Kind::Pick).picks(&["Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted"]),
            field("LeadSource", "Lead Source", Kind::Pick).picks(&SOURCES), field("Industry", "Industry", Kind::Pick).picks(&crate::names::INDUSTRY),
            field("Country", "Country", Kind::Text).at_most(80), field("Website", "Website", Kind::Url), field("Description", "Description", Kind::Area),
            field("SA_Interests__c", "Interests", Kind::MultiPick).picks(&["Pumps", "Sensors", "Service"]),
            field("IsConverted", "Converted", Kind::Bool).read_only(),
            field("ConvertedContactId", "Converted Contact ID", Kind::Reference).to(&["Contact"], "ConvertedContact").read_only(),
            field("ConvertedAccountId", "Converted Account ID", Kind::Reference).to(&["Account"], "ConvertedAccount").read_only(),
            field("ConvertedOpportunityId", "Converted Opportunity ID", Kind::Reference).to(&["Opportunity"], "ConvertedOpportunity").read_only(),
            field("MasterRecordId", "Master Record ID", Kind::Reference).to(&["Lead"], "MasterRecord").read_only(),
            OPTED_OUT, BOUNCED, BOUNCE_REASON, LAST_ACTIVITY, EXTERNAL,
        ],
        package: &ROLLED_UP,
    },
    Object {
        name: "Opportunity", label: "Opportunity", plural: "Opportunities", prefix: "006", writable: true,
        own: &[
            field("Name", "Name", Kind::Text).at_most(120).required(), OWNER,
            field("AccountId", "Account ID", Kind::Reference).to(&["Account"], "Account").children("Opportunities"),
            field("StageName", "Stage", Kind::Pick).picks(&STAGES).required(), field("CloseDate", "Close Date", Kind::Date).required(),
            field("Amount", "Amount", Kind::Money), field("Probability", "Probability (%)", Kind::Number),
            field("Type", "Opportunity Type", Kind::Pick).picks(&["New Business", "Existing Business"]),
            field("LeadSource", "Lead Source", Kind::Pick).picks(&SOURCES), field("Description", "Description", Kind::Area),
            field("IsClosed", "Closed", Kind::Bool).read_only(), field("IsWon", "Won", Kind::Bool).read_only(), LAST_ACTIVITY, EXTERNAL,
        ],
        package: &ROLLED_UP,
    },
    Object {
        name: "OpportunityContactRole", label: "Opportunity Contact Role", plural: "Opportunity Contact Roles", prefix: "00K", writable: true,
        own: &[
            field("OpportunityId", "Opportunity ID", Kind::Reference).to(&["Opportunity"], "Opportunity").children("OpportunityContactRoles").required().create_only(),
            field("ContactId", "Contact ID", Kind::Reference).to(&["Contact"], "Contact").children("OpportunityContactRoles").required(),
            field("Role", "Role", Kind::Pick).picks(&["Decision Maker", "Economic Buyer", "Evaluator", "Influencer", "Business User"]),
            field("IsPrimary", "Primary", Kind::Bool),
        ],
        package: &[],
    },
    Object {
        name: "Task", label: "Task", plural: "Tasks", prefix: "00T", writable: true,
        own: &[
            field("WhoId", "Name ID", Kind::Reference).to(&["Lead", "Contact"], "Who").children("Tasks"),
            field("WhatId", "Related To ID", Kind::Reference).to(&["Account", "Opportunity", "Campaign"], "What").children("Tasks"),
            field("WhoCount", "Relation Count", Kind::Int).read_only(), field("WhatCount", "Related To Count", Kind::Int).read_only(),
            field("AccountId", "Account ID", Kind::Reference).to(&["Account"], "Account").read_only(),
            field("Subject", "Subject", Kind::Text), OWNER,
            field("Status", "Status", Kind::Pick).picks(&["Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"]),
            field("Priority", "Priority", Kind::Pick).picks(&["High", "Normal", "Low"]),
            field("ActivityDate", "Due Date Only", Kind::Date), field("Description", "Description", Kind::Area),
            field("Type", "Type", Kind::Pick).picks(&["Call", "Meeting", "Email", "Other"]),
            field("TaskSubtype", "Task Subtype", Kind::Pick).picks(&["Task", "Email", "Call", "ListEmail", "Cadence", "LinkedIn"]).restricted().create_only(),
            field("CallType", "Call Type", Kind::Pick).picks(&["Internal", "Inbound", "Outbound"]).restricted(),
            field("CallDurationInSeconds", "Call Duration", Kind::Int), field("CallDisposition", "Call Result", Kind::Text),
            field("CallObject", "Call Object Identifier", Kind::Text),
            field("IsClosed", "Closed", Kind::Bool).read_only(), field("CompletedDateTime", "Completed Date", Kind::Time).read_only(),
            field("IsReminderSet", "Reminder Set", Kind::Bool), field("ReminderDateTime", "Reminder Date/Time", Kind::Time),
            field("IsRecurrence", "Create Recurring Series of Tasks", Kind::Bool).read_only(), field("IsArchived", "Archived", Kind::Bool).read_only(),
            EXTERNAL,
        ],
        package: &LOGGED,
    },
    Object {
        name: "User", label: "User", plural: "Users", prefix: "005", writable: false,
        own: &[
            field("Username", "Username", Kind::Text).at_most(80), FIRST, LAST, FULL,
            field("Email", "Email", Kind::Email).at_most(128), field("Alias", "Alias", Kind::Text).at_most(8),
            field("Title", "Title", Kind::Text).at_most(80), field("Department", "Department", Kind::Text).at_most(80), field("CompanyName", "Company Name", Kind::Text).at_most(80),
            field("IsActive", "Active", Kind::Bool), field("UserType", "User Type", Kind::Pick),
            field("ProfileId", "Profile ID", Kind::Reference).to(&["Profile"], "Profile"),
            field("UserRoleId", "Role ID", Kind::Reference).to(&[], "UserRole"), field("ManagerId", "Manager ID", Kind::Reference).to(&["User"], "Manager"),
            field("TimeZoneSidKey", "Time Zone", Kind::Pick), field("LocaleSidKey", "Locale", Kind::Pick), field("LanguageLocaleKey", "Language", Kind::Pick),
            field("FederationIdentifier", "SAML Federation ID", Kind::Text), field("CommunityNickname", "Nickname", Kind::Text).at_most(40),
        ],
        package: &[],
    },
    Object {
        name: "Organization", label: "Organization", plural: "Organizations", prefix: "00D", writable: false,
        own: &[
            field("Name", "Name", Kind::Text), field("InstanceName", "Instance Name", Kind::Text), field("IsSandbox", "Is Sandbox", Kind::Bool),
            field("TrialExpirationDate", "Trial Expiration Date", Kind::Time), field("NamespacePrefix", "Namespace Prefix", Kind::Text),
            field("OrganizationType", "Edition", Kind::Pick), field("LanguageLocaleKey", "Language", Kind::Pick), field("TimeZoneSidKey", "Time Zone", Kind::Pick),
        ],
        package: &[],
    },
    Object {
        name: "Profile", label: "Profile", plural: "Profiles", prefix: "00e", writable: false,
        own: &[field("Name", "Name", Kind::Text), field("UserType", "User Type", Kind::Pick), field("PermissionsApiEnabled", "API Enabled", Kind::Bool)],
        package: &[],
    },
    Object {
        name: "Campaign", label: "Campaign", plural: "Campaigns", prefix: "701", writable: true,
        own: &[
            field("Name", "Name", Kind::Text).at_most(80).required(), OWNER, field("IsActive", "Active", Kind::Bool),
            field("Status", "Status", Kind::Pick).picks(&["Planned", "In Progress", "Completed", "Aborted"]),
            field("Type", "Type", Kind::Pick).picks(&["Email", "Webinar", "Trade Show", "Other"]),
            field("StartDate", "Start Date", Kind::Date), field("EndDate", "End Date", Kind::Date), field("Description", "Description", Kind::Area),
        ],
        package: &[],
    },
    Object {
        name: "CampaignMember", label: "Campaign Member", plural: "Campaign Members", prefix: "00v", writable: true,
        own: &[
            field("CampaignId", "Campaign ID", Kind::Reference).to(&["Campaign"], "Campaign").children("CampaignMembers").required().create_only(),
            field("LeadId", "Lead ID", Kind::Reference).to(&["Lead"], "Lead").children("CampaignMembers"),
            field("ContactId", "Contact ID", Kind::Reference).to(&["Contact"], "Contact").children("CampaignMembers"),
            field("Status", "Status", Kind::Pick).picks(&["Sent", "Responded"]), field("HasResponded", "Responded", Kind::Bool).read_only(),
        ],
        package: &[],
    },
];
