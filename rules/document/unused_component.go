package document

import (
	"fmt"
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
		u.documents()
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
	components []component
	used       map[string]bool // by pointer
	within     string          // the component that is being searched: what it says of itself is no use
}

type component struct {
	pointer string // "components/schemas/Order"
	key     source.Span
}

func (u *usage) documents() {
	for _, d := range u.api.Documents {
		if d.Syntax == nil {
			continue
		}
		for _, a := range d.Syntax.Attributes() {
			if a.Name == "components" && d.File == u.api.Root {
				u.sections(a.Value)
			} else {
				u.search(a.Name, a.Value)
			}
		}
	}
}

func (u *usage) sections(components *spec.Value) {
	for _, section := range components.Members {
		for i := range section.Value.Members {
			m := &section.Value.Members[i]
			if strings.HasPrefix(section.Key, "x-") {
				u.search(m.Key, m.Value)
				continue
			}
			u.within = "components/" + section.Key + "/" + m.Key
			u.components = append(u.components, component{u.within, m.KeySpan})
			u.search("", m.Value)
		}
	}
	u.within = ""
}

// search looks for what names a component: references, the mapping of a discriminator, and security. What
// looks like one in an example counts: it is better to miss an unused component than to take one away.
func (u *usage) search(key string, v *spec.Value) {
	switch v.Kind {
	case spec.Str:
		if key == "$ref" || key == "$dynamicRef" || key == "mapping" || key == "defaultMapping" || key == "operationRef" {
			u.use(v.Text)
		}
	case spec.List:
		for _, item := range v.Items {
			u.search(key, item)
		}
	case spec.Map:
		for i := range v.Members {
			m := &v.Members[i]
			switch key {
			case "mapping":
				u.use(m.Value.String())
			case "security":
				u.use("#/components/securitySchemes/" + m.Key)
			}
			u.search(m.Key, m.Value)
		}
	}
}

// use marks what a reference leads to, or, as mappings have them, the name of a schema.
func (u *usage) use(reference string) {
	_, fragment, found := strings.Cut(reference, "#/")
	if !found {
		u.mark("components/schemas/" + reference)
		return
	}
	parts := strings.SplitN(fragment, "/", 4)
	if len(parts) < 3 {
		return
	}
	u.mark(parts[0] + "/" + parts[1] + "/" + unescaped.Replace(parts[2]))
}

func (u *usage) mark(pointer string) {
	if pointer != u.within {
		u.used[pointer] = true
	}
}

var unescaped = strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}", "%20", " ")

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
