package config

import "strings"

// generate shows what is generated, as it was written.
func (s *shower) generate() {
	if len(s.config.Generate) > 0 {
		s.row("", "generate:")
	}
	for i := range s.config.Generate {
		g := &s.config.Generate[i]
		s.row(where(g.Spec.Span), "  - spec: %s", literal(g.Spec.Value))
		for _, field := range [...]struct {
			name string
			text Text
		}{
			{"target", g.Target}, {"out", g.Out}, {"package", g.Package}, {"module", g.Module}, {"support", g.Support}, {"service", g.Service},
			{"templates", g.Templates}, {"formats", g.Formats},
		} {
			if field.text.Value != "" {
				s.row(where(field.text.Span), "    %s: %s", field.name, literal(field.text.Value))
			}
		}
		s.words("    kit", g.Kit)
		s.words("    outputs", g.Outputs)
		s.tags(g)
		s.goTypes(g.Types)
	}
}

func (s *shower) tags(g *Generate) {
	if len(g.Include)+len(g.Exclude) > 0 {
		s.row("", "    tags:")
	}
	s.words("      include", g.Include)
	s.words("      exclude", g.Exclude)
}

func (s *shower) goTypes(types []GoType) {
	if len(types) > 0 {
		s.row("", "    types:")
	}
	for _, t := range types {
		s.row(where(t.Name.Span), "      %s: %s", literal(t.Name.Value), literal(t.Import+"."+t.Type))
	}
}

func (s *shower) words(name string, words []Text) {
	if len(words) == 0 {
		return
	}
	var list []string
	for _, w := range words {
		list = append(list, literal(w.Value))
	}
	s.row(where(words[0].Span), "%s: [%s]", name, strings.Join(list, ", "))
}
