package naming

import "github.com/bylaw-dev/bylaw/spec"

// standardOf returns the published format that fixes a name, so that no API is free to write it
// otherwise; "" if none does.
func standardOf(name string) string {
	switch name {
	case "schemas", "externalId", "userName", "displayName", "nickName", "profileUrl", "userType", "preferredLanguage",
		"familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix", "phoneNumbers", "streetAddress",
		"postalCode", "resourceType", "lastModified", "totalResults", "startIndex", "itemsPerPage", "Resources", "Operations",
		"scimType":
		return "SCIM (RFC 7643, RFC 7644)"
	case "SPDXID", "spdxVersion", "creationInfo", "dataLicense", "documentNamespace", "documentDescribes", "versionInfo",
		"downloadLocation", "filesAnalyzed", "licenseConcluded", "licenseDeclared", "copyrightText", "externalRefs",
		"referenceCategory", "referenceLocator", "referenceType", "packageFileName", "checksumValue", "relationshipType",
		"spdxElementId", "relatedSpdxElement":
		return "SPDX 2.3"
	case "bomFormat", "specVersion", "serialNumber":
		return "CycloneDX 1.6"
	case "mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature", "payloadType", "predicateType", "schemaVersion",
		"artifactType":
		return "OCI, DSSE, in-toto and Sigstore"
	}
	return ""
}

// borrowed returns the fields of an object whose names come from a standard that two of its names or
// more come from: one alone (displayName) may be anyone's.
func borrowed(t *spec.Type) []*spec.Field {
	by := map[string][]*spec.Field{}
	for _, f := range t.Fields {
		if standard := standardOf(f.Name); standard != "" {
			by[standard] = append(by[standard], f)
		}
	}
	var found []*spec.Field
	for _, fields := range by {
		if len(fields) > 1 {
			found = append(found, fields...)
		}
	}
	if isProblem(t) {
		found = t.Fields
	}
	return found
}

// isProblem reports whether an object is a problem of RFC 9457. What is added to those four is written alike by all
// services of a company, whatever the case of an API's own names.
func isProblem(t *spec.Type) bool {
	members := 0
	for _, f := range t.Fields {
		switch f.Name {
		case "type", "title", "status", "detail":
			members++
		}
	}
	return members == 4
}
