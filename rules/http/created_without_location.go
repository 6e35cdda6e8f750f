package http

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

type createdWithoutLocationOptions struct {
	Identifier bool `json:"identifier"`
}

var createdWithoutLocation = lint.NewWith(lint.Meta{
	ID:       "created-without-location",
	Title:    "a 201 doesn't say where the new thing is",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{133},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, createdWithoutLocationOptions{true}, func(options createdWithoutLocationOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Method() != "POST" || standard.Classify(p.Words, o) != standard.Create || namesIt(o) {
			return
		}
		for _, r := range o.Responses {
			if r.Status == "201" && !hasHeader(r, "Location") && !(options.Identifier && identifies(r)) {
				p.Report(&r.Node, r.NameSpan,
					fmt.Sprintf("%s answers 201 and tells no one where the new thing is: %s", standard.Label(o), lost(r)),
					append(locationOf(r), lint.Cure("declare the header Location (RFC 9110), or answer with the thing and its identifier"))...)
			}
		}
	}}
})

// namesIt reports whether the caller gives the new thing its identifier, and so knows it.
func namesIt(o *spec.Operation) bool {
	return slices.ContainsFunc(o.RequestType().AllFields(), func(f *spec.Field) bool {
		switch words.Snake.Write(f.Name) {
		case "id", "name", "key", "slug":
			return true
		}
		return false
	})
}

func lost(r *spec.Response) string {
	if len(r.Content) == 0 {
		return "who made it has to search for it"
	}
	return "neither a header nor the body has its URI or identifier"
}

func locationOf(r *spec.Response) []lint.Option {
	if r.Target != nil {
		return nil
	}
	return addLocation(r, "The URI of the new thing.", report.Unsafe)
}

// identifies reports whether the body leads to what was created: by a link or an identifier. Of a
// body that may have any shape it is not known.
func identifies(r *spec.Response) bool {
	return slices.ContainsFunc(r.Content, func(m *spec.MediaType) bool {
		t := m.Type.Resolve()
		if t != nil && t.Kind == spec.KindArray {
			t = t.Items.Resolve()
		}
		return t == nil || t.Kind != spec.KindObject || identifiesIn(t, 2)
	})
}

func identifiesIn(t *spec.Type, depth int) bool {
	return slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		inner := f.Type.Resolve()
		if inner.Kind == spec.KindArray {
			inner = inner.Items.Resolve()
		}
		return isIdentifier(f.Name) || depth > 1 && inner != nil && inner.Kind == spec.KindObject && identifiesIn(inner, depth-1)
	})
}

// isIdentifier reports whether a field of that name, in whatever case, leads to the thing that it
// belongs to.
func isIdentifier(name string) bool {
	all := words.Split(name)
	if len(all) == 0 {
		return false
	}
	switch all[len(all)-1] {
	case "id", "ids", "uuid", "guid", "key", "name", "number", "slug", "url", "uri", "href", "link", "links", "self", "sha", "path",
		"token", "login", "code", "arn", "reference", "username", "email":
		return true
	}
	return strings.HasSuffix(strings.ToLower(name), "id")
}
