package errors

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type problemDetailsShapeOptions struct {
	MediaTypes []string `json:"media_types"`
	Demand     []string `json:"demand"`
	Formats    bool     `json:"formats"`
}

// Validate refuses members that problem details don't have.
func (o problemDetailsShapeOptions) Validate() error {
	for _, name := range o.Demand {
		if _, known := problemMember(name); !known {
			return fmt.Errorf("member %q is none of type, title, status, detail and instance", name)
		}
	}
	return nil
}

var problemDetailsShape = lint.NewWith(lint.Meta{
	ID:       "problem-details-shape",
	Title:    "problem details are not as RFC 9457 has them",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, problemDetailsShapeOptions{MediaTypes: []string{problemJSON}, Demand: []string{}}, func(options problemDetailsShapeOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Type]bool{}
		eachFailure(api, func(_ *spec.Operation, r *spec.Response) {
			for _, m := range r.Content {
				t := m.Type.Resolve()
				if t != nil && !seen[t] && slices.Contains(options.MediaTypes, m.Name) && t.Kind == spec.KindObject {
					seen[t] = true
					options.check(p, t)
				}
			}
		})
	}}
})

// member is what RFC 9457, section 3.1, says of one.
type member struct {
	kind   spec.Kind
	format string // wanted of texts; "": none
	is     string
}

func problemMember(name string) (member, bool) {
	switch name {
	case "type", "instance":
		return member{spec.KindString, "uri-reference", "a string with format: uri-reference"}, true
	case "title", "detail":
		return member{spec.KindString, "", "a string"}, true
	case "status":
		return member{spec.KindInteger, "", "an integer"}, true
	}
	return member{}, false
}

func (o problemDetailsShapeOptions) check(p *lint.Pass, t *spec.Type) {
	missing := slices.Clone(o.Demand)
	for _, f := range t.AllFields() {
		missing = slices.DeleteFunc(missing, func(name string) bool { return name == f.Name })
		want, known := problemMember(f.Name)
		if known && !want.fits(f.Type.Resolve(), o.Formats) {
			p.Report(&f.Node, f.Type.AttrSpan("type"),
				fmt.Sprintf("%s is not %s, as the problem details of RFC 9457 have it: libraries that read them fail, or drop it", f.Name, want.is),
				lint.Cure("make it "+want.is))
		}
	}
	for _, name := range missing {
		p.Report(&t.Node, t.NameSpan,
			fmt.Sprintf("the problem details have no %s, by which RFC 9457 tells them apart", name),
			lint.Cure(fmt.Sprintf("add the property %s", name)))
	}
}

// fits takes values that are listed for as good, and a text with another format for wrong; formats says
// whether the format has to be there. A uri is a kind of uri-reference.
func (m member) fits(t *spec.Type, formats bool) bool {
	switch t.Kind {
	case spec.KindAny, spec.KindEnum, spec.KindUnion:
		return true
	case spec.KindNumber:
		return m.kind == spec.KindInteger
	}
	return t.Kind == m.kind && (m.format == "" || t.Format == m.format || t.Format == "uri" || t.Format == "" && !formats)
}
