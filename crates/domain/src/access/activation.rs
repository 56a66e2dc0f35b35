//! May this Salesforce login activate that invitation? (administration 5.10, 5.16; quality "Who somebody is")

use crate::links::salesforce::{OrganisationId, SalesforceIdentity};
use crate::{EmailAddress, Refusal};

/// Everything the decision needs. The address is compared here, once; from then on the user is known
/// by organisation id and user id.
#[derive(Debug)]
pub struct Activation<'a> {
    pub invited: &'a EmailAddress,
    pub identity: &'a SalesforceIdentity,
    /// The instance's own organisation, bound by an admin.
    pub organisation: Option<&'a OrganisationId>,
    /// Whether a data call succeeded, which needs "API Enabled".
    pub api_enabled: bool,
}

impl Activation<'_> {
    pub fn decide(&self) -> Result<(), Refusal> {
        let organisation = self.organisation.ok_or(Refusal::OrganisationNotSet)?;
        if &self.identity.organisation_id != organisation {
            return Err(Refusal::OtherOrganisation);
        }
        let salesforce = self.identity.email.clone();
        if EmailAddress::parse(&salesforce).as_ref() != Ok(self.invited) {
            return Err(Refusal::AddressDiffers {
                invited: self.invited.to_string(),
                salesforce,
            });
        }
        if !self.identity.email_verified {
            return Err(Refusal::AddressNotVerified { salesforce });
        }
        if !self.api_enabled {
            return Err(Refusal::ApiDisabled { salesforce });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::salesforce::SalesforceUserId;

    fn identity() -> SalesforceIdentity {
        SalesforceIdentity {
            organisation_id: OrganisationId::parse("00D000000000001").unwrap(),
            user_id: SalesforceUserId::parse("005000000000001").unwrap(),
            username: "rita@acme.example.full".into(),
            email: "Rita.Rep@acme.example".into(),
            email_verified: true,
            first_name: "Rita".into(),
            last_name: "Rep".into(),
            time_zone: None,
        }
    }

    fn decide(
        change: impl FnOnce(&mut SalesforceIdentity),
        api_enabled: bool,
    ) -> Result<(), Refusal> {
        let invited = EmailAddress::parse("rita.rep@acme.example").unwrap();
        let organisation = OrganisationId::parse("00D000000000001").unwrap();
        let mut identity = identity();
        change(&mut identity);
        Activation {
            invited: &invited,
            identity: &identity,
            organisation: Some(&organisation),
            api_enabled,
        }
        .decide()
    }

    #[test]
    fn the_same_verified_address_in_our_organisation_comes_in() {
        assert_eq!(decide(|_| {}, true), Ok(()));
    }

    #[test]
    fn an_address_set_in_somebody_elses_organisation_is_worth_nothing() {
        let foreign = OrganisationId::parse("00D000000000002").unwrap();
        assert_eq!(
            decide(|i| i.organisation_id = foreign, true),
            Err(Refusal::OtherOrganisation)
        );
    }

    #[test]
    fn each_refusal_names_what_differs() {
        assert!(matches!(
            decide(|i| i.email = "bo@acme.example".into(), true),
            Err(Refusal::AddressDiffers { salesforce, .. }) if salesforce == "bo@acme.example"
        ));
        assert!(matches!(
            decide(|i| i.email_verified = false, true),
            Err(Refusal::AddressNotVerified { .. })
        ));
        assert!(matches!(
            decide(|_| {}, false),
            Err(Refusal::ApiDisabled { .. })
        ));
    }
}
