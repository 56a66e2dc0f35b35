//! Signed tokens (ES256) and the published key behind them.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{KeyPair, SigningKey as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A new key, PEM.
pub fn fresh() -> anyhow::Result<String> {
    Ok(KeyPair::generate()?.serialize_pem())
}

fn key_id(pair: &KeyPair) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(pair.public_key_raw())[..15])
}

/// Claims as a signed token.
pub fn sign(pem: &str, claims: &Value) -> anyhow::Result<String> {
    let pair = KeyPair::from_pem(pem).context("reading the signing key")?;
    let header = json!({ "alg": "ES256", "typ": "JWT", "kid": key_id(&pair) });
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", encoded(&header), encoded(claims));
    let signature = flat(&pair.sign(text.as_bytes())?).context("reading the signature")?;
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The key as a JSON Web Key Set.
pub fn key_set(pem: &str) -> anyhow::Result<Value> {
    let pair = KeyPair::from_pem(pem).context("reading the signing key")?;
    // An uncompressed point: 4, x, y.
    let raw = pair.public_key_raw();
    let (x, y) = raw
        .get(1..)
        .context("an empty key")?
        .split_at(raw.len() / 2);
    Ok(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key_id(&pair),
        "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
    }] }))
}

/// Two 32-byte numbers out of their DER form.
fn flat(der: &[u8]) -> Option<Vec<u8>> {
    let mut rest = der.get(2..)?;
    let mut flat = Vec::with_capacity(64);
    for _ in 0..2 {
        let length = usize::from(*rest.get(1)?);
        let number = rest.get(2..2 + length)?;
        let number = &number[number.len().saturating_sub(32)..];
        flat.resize(flat.len() + 32 - number.len(), 0);
        flat.extend_from_slice(number);
        rest = rest.get(2 + length..)?;
    }
    Some(flat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_have_their_flat_form() {
        let pem = fresh().unwrap();
        for number in 0..64 {
            let token = sign(&pem, &json!({ "n": number })).unwrap();
            let signature = token.rsplit('.').next().unwrap();
            assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap().len(), 64);
        }
        let keys = key_set(&pem).unwrap();
        assert_eq!(keys["keys"][0]["x"].as_str().unwrap().len(), 43);
        assert_eq!(keys["keys"][0]["y"].as_str().unwrap().len(), 43);
    }
}
