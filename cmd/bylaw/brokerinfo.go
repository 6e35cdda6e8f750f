package main

import (
	"slices"

	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/report"
)

// The IDs of what is said of a Pact Broker.
const (
	brokerConflict      = "contract/conflict"
	brokerNotDeployable = "contract/not-deployable"
	brokerNotKnown      = "contract/not-known"
	brokerNotPublished  = "contract/not-published"
	brokerRefused       = "contract/refused"
)

// brokerDiagnostics explains them, sorted by ID.
func brokerDiagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: brokerConflict, Title: "a version is published with other contracts", Severity: report.Error, Help: "A version of a consumer stands for one state of its contracts: " +
			"what was verified of it must stay true. Publish under a version of its own, such as the SHA of the commit. Where nothing has changed, examples are made up anew in each run: " +
			"name them in the consumer's tests. Where several jobs publish parts of one version, use `--merge`."},
		{ID: brokerNotDeployable, Title: "a version can't be deployed", Severity: report.Error, Help: "A provider that is there, or would be, was verified and breaks a consumer that is there, or would be. " +
			"Deploy a version of the provider first that holds the contract, or one of the consumer that no longer relies on it."},
		{ID: brokerNotKnown, Title: "nobody knows whether a version can be deployed", Severity: report.Warning, Help: "No version of the provider that is there has published what came of verifying the contract. " +
			"Verify it with `bylaw verify --broker URL --publish`, or deploy the provider first. Until then it is not known, which is not a yes: the exit code is 4."},
		{ID: brokerNotPublished, Title: "something is not published", Severity: report.Error, Help: "The broker couldn't be reached, or failed. A verdict on a service stands, but the broker doesn't know it: " +
			"whoever asks whether the service or its consumer can be deployed is told that nothing is known. Run it again when the cause is gone."},
		{ID: brokerRefused, Title: "the broker refuses a contract", Severity: report.Error, Help: "The broker says why. Often the names of consumer and provider differ from those at the broker, or the credentials may only read."},
	}
}

// brokerInfo explains the ID of a finding about a contract at a broker.
func brokerInfo(id string) (report.RuleInfo, bool) {
	for _, d := range slices.Concat(report.Diagnostics(), form.Diagnostics(), brokerDiagnostics()) {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "contract", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return verifyInfo(id)
}
