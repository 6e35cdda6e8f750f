package document

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var unusedComponent = lint.New(lint.Meta{
	ID:       "unused-component",
	Title:    "nothing refers to a component",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if len(operations(api)) == 0 {
			return // a library, which others refer to
		}
		u := usage{api: api, used: map[string]bool{}}
		u.sections()
		for _, d := range api.Documents {
			u.references(d.File)
		}
		u.names()
		u.extensionsOfBases()
		var found remarks
		for _, c := range u.components {
			if !u.used[c.pointer] {
				found.add(c.key, fmt.Sprintf("nothing refers to %s, so readers take it for a part of the API that it is not", c.pointer),
					"refer to it where it was meant, or take it away")
			}
		}
		found.report(p, api)
	},
})

// usage is which components of the root document something refers to.
type usage struct {
	api        *spec.API
	components []component // by place
	used       map[string]bool
}

type component struct {
	pointer string // "components/schemas/Order"
	key     source.Span
	end     int32 // of what it says: what it says of itself is no use
}

func (u *usage) sections() {
	components, _ := u.api.Attr("components")
	if components.Value == nil {
		return
	}
	for _, section := range components.Value.Members {
		for _, m := range section.Value.Members {
			if !strings.HasPrefix(section.Key, "x-") && isComponentName(m.Key) {
				end := max(m.KeySpan.End, m.Value.Span.End)
				u.components = append(u.components, component{"components/" + section.Key + "/" + m.Key, m.KeySpan, int32(end)})
			}
		}
	}
	slices.SortFunc(u.components, func(a, b component) int { return a.key.Compare(b.key) })
}

// references looks through the text of a file for what leads to a component, whatever it stands in. What
// looks like a reference in an example counts: it is better to miss an unused component than to take one away.
func (u *usage) references(file *source.File) {
	for _, start := range [...]string{"#/components/", `#\/components\/`} {
		for at := 0; ; {
			next := bytes.Index(file.Content[at:], []byte(start))
			if next < 0 {
				break
			}
			at += next + len(start)
			u.use(file.Content[at:], u.within(file, at))
		}
	}
}

// use marks the component that a reference leads to, of which text begins behind "#/components/".
func (u *usage) use(text []byte, within string) {
	if end := bytes.IndexAny(text, "\"' \t\r\n,}])`#"); end >= 0 {
		text = text[:end]
	}
	parts := strings.SplitN(strings.ReplaceAll(string(text), `\/`, "/"), "/", 3)
	if len(parts) < 2 {
		return
	}
	name := parts[1]
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if pointer := "components/" + parts[0] + "/" + name; pointer != within {
		u.used[pointer] = true
	}
}

// within returns the component that a place lies in.
func (u *usage) within(file *source.File, at int) string {
	if file != u.api.Root {
		return ""
	}
	next := sort.Search(len(u.components), func(i int) bool { return int(u.components[i].key.Start) > at })
	if next == 0 || int(u.components[next-1].end) < at {
		return ""
	}
	return u.components[next-1].pointer
}

// names marks what is referred to by its mere name: by security, and by the mapping of a discriminator.
func (u *usage) names() {
	u.security(u.api.Security)
	for _, o := range operations(u.api) {
		u.security(o.Security)
	}
	spec.Walk(u.api, &spec.Visitor{Type: func(t *spec.Type) {
		if t.Schema == nil || t.Schema.Discriminator == nil {
			return
		}
		u.used["components/schemas/"+t.Schema.Discriminator.DefaultMapping] = true
		for _, m := range t.Schema.Discriminator.Mapping {
			u.used["components/schemas/"+m.Ref] = true
		}
	}})
}

func (u *usage) security(alternatives []spec.SecurityRequirement) {
	for _, alternative := range alternatives {
		for _, use := range alternative.Schemes {
			u.used["components/securitySchemes/"+use.Name] = true
		}
	}
}

// extensionsOfBases marks the schemas that extend a base with a discriminator: values of the base may be
// theirs without anything referring to them.
func (u *usage) extensionsOfBases() {
	for _, t := range u.api.Types {
		if t.Schema == nil {
			continue
		}
		for _, base := range t.Schema.AllOf {
			if to := base.Resolve(); to != t && to.Schema != nil && to.Schema.Discriminator != nil {
				u.used["components/schemas/"+t.Name] = true
			}
		}
	}
}
