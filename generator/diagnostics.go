package generator

import "github.com/bylaw-dev/bylaw/report"

// The IDs of the findings that don't depend on the target.
const (
	editedFile = "generate/edited-file"
	// FormatOption is about what is asked for that means nothing for the format of the spec.
	FormatOption = "generate/format-option"
	missingFile  = "generate/missing-file"
	noOperation  = "generate/no-operation"
	orphanFile   = "generate/orphan-file"
	staleFile    = "generate/stale-file"
	unknownTag   = "generate/unknown-tag"
	unlistedFile = "generate/unlisted-file"
)

// Diagnostics explains the findings that don't depend on the target, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: editedFile, Title: "a file of the kit has been edited", Severity: report.Info,
			Help: "It is yours since then, and `bylaw generate` leaves it alone. What bylaw would write today differs; take over by hand what you want of it."},
		{ID: FormatOption, Title: "an option means nothing for the format", Severity: report.Error,
			Help: "Some keys under `generate` in `bylaw.yaml` are about one format: `tags`, `types` and `formats` about OpenAPI, the output `connect` about .proto. Delete those that the spec at hand has no use for."},
		{ID: missingFile, Title: "a generated file is missing", Severity: report.Error,
			Help: "The contract or the configuration has changed since the code was generated, or the file was not committed. Run `bylaw generate` and commit what it writes."},
		{ID: noOperation, Title: "the tags choose no operation", Severity: report.Error,
			Help: "`tags` under `generate` in `bylaw.yaml` leaves nothing of the contract."},
		{ID: orphanFile, Title: "a generated file is no longer wanted", Severity: report.Error,
			Help: "An earlier run has written the file, and nothing in the contract asks for it today. Run `bylaw generate`: it deletes the file."},
		{ID: staleFile, Title: "a generated file is stale", Severity: report.Error,
			Help: "The file is not what the contract, the configuration and this version of bylaw make of it, or it was edited by hand. Run `bylaw generate` and commit what it writes."},
		{ID: unknownTag, Title: "a tag is unknown", Severity: report.Warning,
			Help: "No operation of the spec has a tag that `tags` under `generate` in `bylaw.yaml` names, so that naming it does nothing."},
		{ID: unlistedFile, Title: "a generated file is in no manifest", Severity: report.Warning,
			Help: "The file lies among generated ones and says that bylaw has generated it, but `.bylaw/generate.json` does not list it: " +
				"the manifest was not committed, or was merged by hand. It is not deleted without being listed; delete it if nothing needs it."},
	}
}

// Finding says of a difference what it means to whoever checks; its place is for the caller to add.
func Finding(d Difference) report.Finding {
	f := report.Finding{Severity: report.Error, Cure: "run bylaw generate and commit what it writes"}
	switch d.Kind {
	case Missing:
		f.Rule, f.Message = missingFile, "a generated file is missing"
	case Stale:
		f.Rule, f.Message = staleFile, "the generated file is not what the contract makes of it today"
	case Orphan:
		f.Rule, f.Message = orphanFile, "the generated file is no longer wanted"
	case Edited:
		f.Rule, f.Severity = editedFile, report.Info
		f.Message, f.Cure = "the file is yours since it was edited, and what bylaw would write today differs", "compare the two, and take over what you want"
	case Unlisted:
		f.Rule, f.Severity = unlistedFile, report.Warning
		f.Message, f.Cure = "the file says that bylaw has generated it, but "+ManifestPath+" does not list it", "delete it if nothing needs it"
	}
	return f
}
