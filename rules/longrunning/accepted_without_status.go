package longrunning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type acceptedWithoutStatusOptions struct {
	Body bool `json:"body"`
}

var acceptedWithoutStatus = lint.NewWith(lint.Meta{
	ID:       "accepted-without-status",
	Title:    "an operation answers 202 and nothing to follow the work by",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, acceptedWithoutStatusOptions{false}, func(options acceptedWithoutStatusOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		readable := readablePaths(api)
		for _, s := range api.Services {
			for _, o := range s.Operations {
				accepted := answers(o, "202")
				if accepted == nil || !options.lacksStatus(accepted, showsState(readable, o.Path().Raw)) {
					continue
				}
				p.Report(&o.Node, accepted.NameSpan,
					fmt.Sprintf("%s answers 202 and no way to see what becomes of it: callers can't tell a job that runs from one that has failed", standard.Label(o)),
					lint.Cure("add the header Location with the URL of the job, or a body with its id and state"))
			}
		}
	}}
})

// showsState reports whether a path, or the one above it, can be read: what is changed there later shows
// there, too.
func showsState(readable map[string]bool, path string) bool {
	above := path[:max(0, strings.LastIndexAny(path, "/:"))]
	return readable[path] || readable[above]
}

func readablePaths(api *spec.API) map[string]bool {
	paths := map[string]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if o.Method() == "GET" {
				paths[o.Path().Raw] = true
			}
		}
	}
	return paths
}

func (options acceptedWithoutStatusOptions) lacksStatus(r *spec.Response, readable bool) bool {
	body := bodyOf(r)
	if options.Body {
		return body == nil
	}
	return !readable && !slices.ContainsFunc(r.Headers, leadsOn) && !saysWhere(body)
}

// leadsOn reports whether a header leads to the work.
func leadsOn(h *spec.Parameter) bool {
	name := strings.ToLower(h.Name)
	return strings.HasSuffix(name, "location") || name == "link" || strings.Contains(name, "operation") || strings.Contains(name, "job")
}

// saysWhere reports whether a body holds anything but a text for people.
func saysWhere(body *spec.Type) bool {
	switch {
	case body == nil:
		return false
	case body.Kind != spec.KindObject && body.Kind != spec.KindMap:
		return body.Kind != spec.KindString
	}
	return slices.ContainsFunc(body.AllFields(), func(f *spec.Field) bool {
		switch words.Snake.Write(f.Name) {
		case "message", "msg", "detail", "description", "text", "info":
			return false
		}
		return true
	}) || body.Schema != nil && len(body.Schema.OneOf)+len(body.Schema.AnyOf) > 0
}
