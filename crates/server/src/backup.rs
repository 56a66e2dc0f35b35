//! The backup file: one JSON value per line, the same for both engines.
//!
//! First a head, then the rows of each table, then a foot with their number and a checksum: a file
//! that was cut short or changed is refused as a whole. Secrets in it stay sealed; without the key
//! file nobody reads them.

use std::io::{BufRead, Write};

use anyhow::{Context, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use liaison_store::dump::{self, Kind, TABLES, Table};
use liaison_store::sql::Value;
use liaison_store::{Db, Tx};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

const AT_ONCE: i64 = 1000;

/// Writes a backup of one moment; how many rows.
pub(crate) async fn write(db: &Db, out: &mut impl Write) -> anyhow::Result<u64> {
    let tx = db.begin_reading().await?;
    let mut sum = Sha256::new();
    let mut rows = 0;
    line(
        out,
        &mut sum,
        &json!({ "liaison": "backup", "form": dump::FORM }),
    )?;
    for table in TABLES {
        let mut skip = 0;
        loop {
            let found = table.read(&tx, skip, AT_ONCE).await?;
            let count = i64::try_from(found.len()).unwrap_or(AT_ONCE);
            for row in found {
                let values: Vec<Json> = row.iter().map(as_json).collect();
                line(
                    out,
                    &mut sum,
                    &json!({ "table": table.name, "row": values }),
                )?;
                rows += 1;
            }
            skip += count;
            if count < AT_ONCE {
                break;
            }
        }
    }
    let checksum = hex(&sum.finalize());
    writeln!(out, "{}", json!({ "rows": rows, "sha256": checksum }))?;
    out.flush()?;
    Ok(rows)
}

fn line(out: &mut impl Write, sum: &mut Sha256, value: &Json) -> anyhow::Result<()> {
    let text = format!("{value}\n");
    sum.update(text.as_bytes());
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads a backup into the transaction; how many rows. Nothing is committed here.
pub(crate) async fn read(tx: &Tx, from: impl BufRead) -> anyhow::Result<u64> {
    let mut sum = Sha256::new();
    let mut lines = from.lines();
    let head = lines.next().context("the backup is empty")??;
    let known: Json = serde_json::from_str(&head).context("this is not a backup of Liaison")?;
    ensure!(
        known["liaison"] == "backup",
        "this is not a backup of Liaison"
    );
    ensure!(
        known["form"] == dump::FORM,
        "this backup was written by another version of Liaison"
    );
    sum.update(format!("{head}\n").as_bytes());
    for (rows, text) in (0_u64..).zip(lines) {
        let text = text?;
        let place = || format!("line {} of the backup", rows + 2);
        let value: Json = serde_json::from_str(&text).with_context(place)?;
        if let Some(promised) = value["sha256"].as_str() {
            ensure!(
                value["rows"] == rows && promised == hex(&sum.finalize()),
                "the backup was changed or damaged"
            );
            return Ok(rows);
        }
        sum.update(format!("{text}\n").as_bytes());
        let table = value["table"]
            .as_str()
            .and_then(Table::by_name)
            .with_context(place)?;
        let values = value["row"]
            .as_array()
            .filter(|v| v.len() == table.columns.len())
            .with_context(place)?;
        let row = values
            .iter()
            .zip(table.columns)
            .map(|(json, (_, kind))| from_json(json, *kind));
        let row = row.collect::<Option<Vec<Value>>>().with_context(place)?;
        table.write(tx, vec![row]).await.with_context(place)?;
    }
    bail!("the backup is cut short: its last line is missing")
}

fn as_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(b) => json!(b),
        Value::Int(n) => json!(n),
        Value::Text(t) => json!(t),
        Value::Bytes(b) => json!(STANDARD.encode(b)),
        Value::Id(id) => json!(id),
    }
}

fn from_json(json: &Json, kind: Kind) -> Option<Value> {
    match (json, kind) {
        (Json::Null, _) => Some(Value::Null),
        (_, Kind::Bool) => json.as_bool().map(Value::Bool),
        (_, Kind::Int) => json.as_i64().map(Value::Int),
        (_, Kind::Text) => json.as_str().map(Value::from),
        (_, Kind::Bytes) => STANDARD.decode(json.as_str()?).ok().map(Value::Bytes),
        (_, Kind::Id) => json.as_str()?.parse().ok().map(Value::Id),
    }
}
