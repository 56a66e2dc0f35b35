//! Describe answers: what objects and fields there are.

use serde_json::{Value, json};

use super::objects::OBJECTS;
use super::schema::{Field, Kind, Object};
use super::sight::Sight;

/// Answer of `GET …/sobjects`; `base` is `/services/data/vNN.0`.
pub fn global(base: &str) -> Value {
    let all: Vec<Value> = OBJECTS.iter().map(|object| summary(object, base)).collect();
    json!({ "encoding": "UTF-8", "maxBatchSize": 200, "sobjects": all })
}

/// One object without its fields.
pub fn summary(object: &Object, base: &str) -> Value {
    let url = format!("{base}/sobjects/{}", object.name);
    json!({
        "name": object.name, "label": object.label, "labelPlural": object.plural, "keyPrefix": object.prefix, "custom": false,
        "createable": object.writable, "updateable": object.writable, "deletable": object.writable, "undeletable": object.writable,
        "queryable": true, "searchable": true, "retrieveable": true, "replicateable": true, "layoutable": true,
        "mergeable": matches!(object.name, "Lead" | "Contact" | "Account"), "triggerable": object.writable, "activateable": false,
        "feedEnabled": true, "customSetting": false, "deprecatedAndHidden": false, "mruEnabled": true, "isSubtype": false, "hasSubtypes": false,
        "urls": { "sobject": url, "describe": format!("{url}/describe"), "rowTemplate": format!("{url}/{{ID}}") },
    })
}

/// Answer of `GET …/sobjects/{name}/describe`; fields the user does not see are absent.
pub fn full(object: &'static Object, sight: &Sight, base: &str) -> Value {
    let mut described = summary(object, base);
    described["fields"] = sight
        .fields(object)
        .map(|one| field(object, one, sight.writes(object, one)))
        .collect();
    described["childRelationships"] = OBJECTS
        .iter()
        .flat_map(|child| child.fields().map(move |field| (child, field)))
        .filter(|(_, field)| field.targets.contains(&object.name))
        .map(|(child, field)| {
            json!({ "childSObject": child.name, "field": field.name, "relationshipName": field.children, "cascadeDelete": false, "restrictedDelete": false, "deprecatedAndHidden": false, "junctionIdListNames": [], "junctionReferenceTo": [] })
        })
        .collect();
    described["recordTypeInfos"] = json!([{ "active": true, "available": true, "defaultRecordTypeMapping": true, "developerName": "Master", "master": true, "name": "Master", "recordTypeId": "012000000000000AAA", "urls": {} }]);
    described["supportedScopes"] = json!([{ "label": format!("All {}", object.plural), "name": "everything" }, { "label": format!("My {}", object.plural), "name": "mine" }]);
    described["namedLayoutInfos"] = json!([]);
    described
}

fn field(object: &Object, field: &Field, writes: bool) -> Value {
    let writes = writes && object.writable;
    let number = matches!(field.kind, Kind::Number | Kind::Money);
    let flag = field.kind == Kind::Bool;
    let picks: Vec<Value> = field
        .picks
        .iter()
        .map(|pick| json!({ "active": true, "defaultValue": false, "label": pick, "value": pick, "validFor": null }))
        .collect();
    json!({
        "name": field.name, "label": field.label, "type": field.kind.word(), "soapType": field.kind.soap(),
        "length": field.longest(), "byteLength": field.longest() * 3, "precision": if number { 18 } else { 0 }, "scale": if number { 2 } else { 0 },
        "digits": if field.kind == Kind::Int { 9 } else { 0 }, "custom": field.custom(), "nillable": !(field.required || flag || field.kind == Kind::Id),
        "createable": field.createable && writes, "updateable": field.updateable && writes,
        "defaultedOnCreate": flag || field.name == "OwnerId" || (matches!(field.name, "Status" | "Priority") && !field.required),
        "defaultValue": if flag { json!(false) } else { Value::Null }, "calculated": false, "calculatedFormula": null, "autoNumber": false,
        "unique": field.external_id, "externalId": field.external_id, "idLookup": field.external_id || field.kind == Kind::Id, "caseSensitive": false,
        "nameField": field.name == "Name" || (object.name == "Task" && field.name == "Subject"), "namePointing": field.targets.len() > 1,
        "filterable": field.kind != Kind::Area, "sortable": field.kind != Kind::Area, "groupable": !matches!(field.kind, Kind::Area | Kind::Time | Kind::Money | Kind::Number),
        "aggregatable": field.kind != Kind::Area, "permissionable": !field.required && field.createable, "encrypted": false,
        "restrictedPicklist": field.restricted, "dependentPicklist": false, "controllerName": null, "htmlFormatted": false, "inlineHelpText": null,
        "referenceTo": field.targets, "relationshipName": field.parent, "polymorphicForeignKey": field.targets.len() > 1, "picklistValues": picks,
    })
}
