package fields

import "github.com/bylaw-dev/bylaw/report"

// Diagnostics explains what only readers of recorded and human-written contracts say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: Reference, Title: "a file that is named is not opened", Severity: report.Warning, Help: "Collections and scenarios may name other files for the content of bodies. What comes from elsewhere is not trusted to name files here: " +
			"none is opened, and a name that leads out of the folder is an error. Write the content into the file itself."},
		{ID: NotTaken, Title: "something is not taken over", Severity: report.Warning, Help: "The file says more than a contract can: scripts and templates, which are never run, requests without an answer, or requests to other hosts. " +
			"The contract is made without it."},
		{ID: Redacted, Title: "a secret was not copied", Severity: report.Info, Help: "Credentials, cookies, keys and what looks like them are replaced by REDACTED before anything is written, and any value will do in their place. " +
			"What is a secret is told by names and by form; look at the result before you share it."},
	}
}
