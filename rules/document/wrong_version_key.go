package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
	"github.com/bylaw-dev/bylaw/spec"
)

var wrongVersionKey = lint.New(lint.Meta{
	ID:       "wrong-version-key",
	Title:    "a key means nothing in the document's version of OpenAPI",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		grammar.Read().Walk(api, func(o grammar.Object) {
			if o.Ref() != nil {
				return
			}
			for _, m := range o.Value.Members {
				if key := o.Kind.Key(m.Key); key != nil && key.Since > o.Version {
					found.add(m.KeySpan, fmt.Sprintf("%s is known since OpenAPI %s, and the document is %s: tools ignore it or refuse the document", m.Key, key.Since, o.Version),
						fmt.Sprintf("raise the document to %s, or take it away", key.Since))
				}
			}
		})
		found.report(p, api)
	},
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Syntax == nil {
			return
		}
		old := isOld(p.API, t.Span.File)
		if !mayBeForeign(t, old) {
			return
		}
		for _, a := range t.Syntax.Attributes() {
			if cure := foreignKeyword(a, old); cure != "" {
				p.Report(&t.Node, a.NameSpan,
					fmt.Sprintf("%s means nothing as it stands here in OpenAPI %s, so it holds for some tools and not for others", a.Name, grammar.VersionOf(version(p.API, t.Span.File))),
					lint.Cure(cure))
			}
		}
	},
})

// mayBeForeign is quick to say no, which is the answer for nearly all schemas.
func mayBeForeign(t *spec.Type, old bool) bool {
	s, c := t.Schema, t.Constraints
	if c != nil && (c.Const != nil || c.Minimum != nil || c.Maximum != nil) || len(t.Types) > 0 {
		return true
	}
	if !old {
		_, nullable := t.Attr("nullable")
		return nullable
	}
	return s != nil && (len(s.Types) != 1 || s.Types[0] == "null" || s.If != nil || s.Contains != nil || s.PropertyNames != nil || s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil ||
		s.ContentSchema != nil || s.Examples != nil || len(s.PatternProperties)+len(s.PrefixItems)+len(s.DependentSchemas)+len(s.DependentRequired) > 0)
}

// foreignKeyword says what to write instead of a keyword that is of another version than the document,
// 3.0 (old) or later; "" for all others.
func foreignKeyword(a spec.Attribute, old bool) string {
	if !old {
		switch a.Name {
		case "nullable":
			return `write type: [..., "null"], or oneOf with type: "null"`
		case "exclusiveMinimum", "exclusiveMaximum":
			if a.Value.Kind == spec.Bool {
				return "write the bound itself there, instead of minimum or maximum"
			}
		}
		return ""
	}
	switch a.Name {
	case "const":
		return "write an enum with the one value"
	case "exclusiveMinimum", "exclusiveMaximum":
		if a.Value.Kind == spec.Num {
			return "write the bound as minimum or maximum, and true here"
		}
	case "type":
		if a.Value.Kind == spec.List {
			return "write nullable: true for null, and oneOf for several types"
		}
		if a.Value.String() == "null" {
			return "write nullable: true beside the other type"
		}
	case "examples":
		return "write example"
	case "if", "then", "else", "contains", "minContains", "maxContains", "prefixItems", "propertyNames", "patternProperties", "dependentSchemas",
		"dependentRequired", "unevaluatedItems", "unevaluatedProperties", "$defs", "contentEncoding", "contentMediaType", "contentSchema":
		return "raise the document to 3.1, or say it with what 3.0 has"
	}
	return ""
}
