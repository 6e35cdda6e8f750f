package methods

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var writeWithoutBody = lint.New(lint.Meta{
	ID:       "write-without-body",
	Title:    "what a create or an update writes travels in the URL",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{127, 133, 134},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if m := standard.Classify(p.Words, o); m != standard.Create && m != standard.Update || standard.End(o.Path()).Kind == spec.Verb {
		return
	}
	for i := range o.HTTP {
		b := &o.HTTP[i]
		if !strings.Contains("POST PUT PATCH", b.Method) || b.Body != "" || p.API.Format == spec.OpenAPI && o.Request != nil {
			continue
		}
		if written := inQuery(o, b); len(written) > 0 {
			p.Report(&o.Node, b.MethodSpan,
				fmt.Sprintf("%s takes no body, so that %s %s in the query: it is logged on the way, cut off where it gets long, and has no structure",
					standard.Label(o), phrase.And(phrase.Fit(written, 120)), phraseTravels(written)),
				lint.Cure(bodyCure(p.API.Format)))
			return
		}
	}
}})

func phraseTravels(names []string) string {
	if len(names) == 1 {
		return "travels"
	}
	return "travel"
}

func bodyCure(format spec.Format) string {
	if format == spec.Proto {
		return `name the field that holds the resource: body: "order", or body: "*"`
	}
	return "declare a requestBody, and in it what is to be written"
}

// inQuery returns the names of what is to be written and travels in the query. What is said about the
// call may stand there.
func inQuery(o *spec.Operation, b *spec.HTTPBinding) []string {
	var names []string
	for _, input := range o.Inputs() {
		name := words.Snake.Write(input.Name)
		bound := slices.ContainsFunc(b.Path.Variables(), func(v string) bool {
			return v == input.Name || strings.HasPrefix(v, input.Name+".") && isScalarHolder(input)
		})
		if input.In == spec.InQuery && !bound && !isAboutCall(name) && !standard.Everywhere(name) && !input.Behavior.Has(spec.BehaviorOutputOnly) {
			names = append(names, input.Name)
		}
	}
	return names
}

// isScalarHolder reports whether nothing of an input is left for the query once its name is in the path.
func isScalarHolder(input spec.Input) bool { return len(input.Type.Resolve().AllFields()) <= 1 }

// isAboutCall reports whether an input says how to write, not what.
func isAboutCall(name string) bool {
	switch name {
	case "validate_only", "dry_run", "force", "update_mask", "field_mask", "fields", "read_mask", "view", "allow_missing", "etag", "parent", "name",
		"expand", "include", "notify", "overwrite", "upsert", "if_match", "async", "wait":
		return true
	}
	return slices.Contains(tokens[:], name) || strings.HasSuffix(name, "_id") || name == "id"
}
