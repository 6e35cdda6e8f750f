package validation

import (
	"regexp/syntax"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/regex"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// expression is a regular expression that a contract declares.
type expression struct {
	text  string
	node  *spec.Node // the value or the property that it is declared for
	owner *spec.Type // whose values it is about
	span  source.Span
}

// expressions calls visit for every regular expression of a type: its pattern, and the names of its
// patternProperties.
func expressions(t *spec.Type, visit func(expression)) {
	if c := t.Constraints; c != nil && c.Pattern != "" {
		visit(expression{c.Pattern, &t.Node, t, t.AttrSpan("pattern")})
	}
	if t.Schema != nil {
		for _, f := range t.Schema.PatternProperties {
			visit(expression{f.Name, &f.Node, t, f.NameSpan})
		}
	}
}

// hooksOf are those of a rule about regular expressions. The pattern of a proto field stands at the
// field.
func hooksOf(check func(*lint.Pass, expression)) lint.Hooks {
	return lint.Hooks{
		Type: func(p *lint.Pass, t *spec.Type) {
			if p.API.Format == spec.OpenAPI && (t.Constraints != nil || t.Schema != nil) {
				expressions(t, func(e expression) { check(p, e) })
			}
		},
		Field: func(p *lint.Pass, f *spec.Field) {
			if p.API.Format != spec.Proto {
				return
			}
			for _, t := range [...]*spec.Type{f.Type, f.Type.Items, f.Type.Keys} {
				if t != nil && t.Constraints != nil && t.Constraints.Pattern != "" {
					check(p, expression{t.Constraints.Pattern, &f.Node, t, patternSpan(f)})
				}
			}
		},
	}
}

func patternSpan(f *spec.Field) source.Span {
	for _, name := range [...]string{"(buf.validate.field).string.pattern", "(validate.rules).string.pattern"} {
		if a, ok := f.Attr(name); ok {
			return a.Value.Span
		}
	}
	return f.NameSpan
}

// broken says why no engine takes the expression, in the language of its format: RE2 in proto, ECMA-262
// in OpenAPI; "" if one does.
func broken(format spec.Format, text string) string {
	if format == spec.Proto {
		if _, err := syntax.Parse(text, syntax.Perl); err != nil {
			return err.(*syntax.Error).Code.String()
		}
		return ""
	}
	if _, err := regex.Parse(text); err != nil {
		return err.Error()
	}
	return ""
}

// shorten makes room for an expression in a message.
func shorten(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
