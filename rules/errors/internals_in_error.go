package errors

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed internals.txt
var internalsText string

type internalsInErrorOptions struct {
	Add    []string `json:"add"`
	Except []string `json:"except"`
}

var internalsInError = lint.NewWith(lint.Meta{
	ID:       "internals-in-error",
	Title:    "an error shows the inside of its service",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, internalsInErrorOptions{[]string{}, []string{}}, func(options internalsInErrorOptions) lint.Hooks {
	internal := internalNames(options)
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Type]bool{}
		for _, b := range bodiesOf(api) {
			checkInternals(p, b.Type, internal, seen, 3)
		}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				answer := o.ResponseType()
				if answer == nil || api.Format == spec.Proto && !strings.HasSuffix(answer.Name, "Response") { // a resource with a failure of its own
					continue
				}
				for _, f := range answer.AllFields() {
					if t := elementOf(f.Type); isErrorMessage(t) {
						checkInternals(p, t, internal, seen, 1)
					}
				}
			}
		}
	}}
})

// internalNames returns the names of the list and the options.
func internalNames(options internalsInErrorOptions) map[string]bool {
	names := map[string]bool{}
	for line := range strings.Lines(internalsText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			names[line] = true
		}
	}
	for _, name := range options.Add {
		names[snake(name)] = true
	}
	for _, name := range options.Except {
		delete(names, snake(name))
	}
	return names
}

// isErrorMessage reports whether a type is called an error, by its last word.
func isErrorMessage(t *spec.Type) bool {
	if t == nil || t.Kind != spec.KindObject || t.Name == "" {
		return false
	}
	all := words.Split(t.Name)
	switch all[len(all)-1] {
	case "error", "errors", "exception", "fault", "problem":
		return true
	}
	return false
}

// checkInternals looks at a type and, to that depth, at what it wraps.
func checkInternals(p *lint.Pass, t *spec.Type, internal map[string]bool, seen map[*spec.Type]bool, depth int) {
	if depth == 0 || t == nil || seen[t] {
		return
	}
	seen[t] = true
	for _, f := range t.AllFields() {
		if internal[snake(f.Name)] && f.Deprecated == nil {
			reportInternal(p, t, f)
		} else {
			checkInternals(p, elementOf(f.Type), internal, seen, depth-1)
		}
	}
}

func reportInternal(p *lint.Pass, t *spec.Type, f *spec.Field) {
	in := t.Name
	if in == "" {
		in = "an error"
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s of %s shows callers the inside of the service: attackers read it first, and clients come to depend on it", f.Name, in),
		lint.Cure("log it beside a request ID, and answer with that ID and a code"))
}
