// Package rules is the list of all rules, by group. It knows no loader and runs nothing.
package rules

import (
	"io/fs"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/batch"
	"github.com/bylaw-dev/bylaw/rules/concurrency"
	"github.com/bylaw-dev/bylaw/rules/custom"
	"github.com/bylaw-dev/bylaw/rules/docs"
	"github.com/bylaw-dev/bylaw/rules/document"
	"github.com/bylaw-dev/bylaw/rules/errors"
	"github.com/bylaw-dev/bylaw/rules/http"
	"github.com/bylaw-dev/bylaw/rules/idempotency"
	"github.com/bylaw-dev/bylaw/rules/layout"
	"github.com/bylaw-dev/bylaw/rules/lifecycle"
	"github.com/bylaw-dev/bylaw/rules/longrunning"
	"github.com/bylaw-dev/bylaw/rules/methods"
	"github.com/bylaw-dev/bylaw/rules/naming"
	"github.com/bylaw-dev/bylaw/rules/pagination"
	"github.com/bylaw-dev/bylaw/rules/privacy"
	"github.com/bylaw-dev/bylaw/rules/resources"
	"github.com/bylaw-dev/bylaw/rules/security"
	"github.com/bylaw-dev/bylaw/rules/shape"
	"github.com/bylaw-dev/bylaw/rules/surface"
	"github.com/bylaw-dev/bylaw/rules/types"
	"github.com/bylaw-dev/bylaw/rules/validation"
	"github.com/bylaw-dev/bylaw/rules/versioning"
)

// Group is the rules that live in one folder.
type Group struct {
	Name  string // of the folder, and Meta.Group of its rules
	Title string // what the rules are about, in sentence case
	Rules []*lint.Rule
	Docs  fs.FS // <id>.md of each rule
}

// Groups returns every group, in the order in which documentation shows them.
func Groups() []Group {
	return []Group{
		{"naming", "Names", naming.Rules(), naming.Docs()},
		{"layout", "Files and packages", layout.Rules(), layout.Docs()},
		{"resources", "Resources and methods", resources.Rules(), resources.Docs()},
		{"methods", "Standard methods", methods.Rules(), methods.Docs()},
		{"http", "HTTP", http.Rules(), http.Docs()},
		{"custom", "Custom methods", custom.Rules(), custom.Docs()},
		{"batch", "Batches", batch.Rules(), batch.Docs()},
		{"longrunning", "Long-running operations", longrunning.Rules(), longrunning.Docs()},
		{"lifecycle", "Revisions, deletion and jobs", lifecycle.Rules(), lifecycle.Docs()},
		{"pagination", "Pagination", pagination.Rules(), pagination.Docs()},
		{"idempotency", "Idempotency", idempotency.Rules(), idempotency.Docs()},
		{"concurrency", "Concurrency", concurrency.Rules(), concurrency.Docs()},
		{"shape", "Shapes of requests and responses", shape.Rules(), shape.Docs()},
		{"surface", "The API as a whole", surface.Rules(), surface.Docs()},
		{"types", "Types", types.Rules(), types.Docs()},
		{"versioning", "Versions and lifecycle", versioning.Rules(), versioning.Docs()},
		{"errors", "Errors", errors.Rules(), errors.Docs()},
		{"validation", "Validation", validation.Rules(), validation.Docs()},
		{"privacy", "Privacy", privacy.Rules(), privacy.Docs()},
		{"security", "Security", security.Rules(), security.Docs()},
		{"docs", "Documentation", docs.Rules(), docs.Docs()},
		{"document", "OpenAPI documents", document.Rules(), document.Docs()},
	}
}

// All returns every rule, in the order of the groups.
func All() []*lint.Rule {
	var all []*lint.Rule
	for _, group := range Groups() {
		all = append(all, group.Rules...)
	}
	return all
}

// Doc returns the documentation of the rule with that ID as Markdown; false if there is no such rule.
func Doc(id string) (string, bool) {
	for _, group := range Groups() {
		if text, err := fs.ReadFile(group.Docs, id+".md"); err == nil {
			return string(text), true
		}
	}
	return "", false
}
