package schema

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// checkDialect speaks up about a schema that says it is written in another dialect of JSON Schema.
// Drafts before 2020-12 mean the same by all that people use of them, so that they are read as it,
// but Strict takes nothing for granted. Of any other dialect nobody knows what its words mean.
func (t *Types) checkDialect(s *spec.Type) {
	if s.Schema != nil && s.Schema.Dialect != "" {
		t.judgeDialect(&s.Node, s.Schema.Dialect, "$schema")
	}
}

// checkDialects does the same for the dialect that a document says all of its schemas are written in.
func (t *Types) checkDialects() {
	for _, d := range t.api.Documents {
		if a, ok := d.Attr("jsonSchemaDialect"); ok {
			t.judgeDialect(&d.Node, a.Value.String(), "jsonSchemaDialect")
		}
	}
}

func (t *Types) judgeDialect(n *spec.Node, dialect, attribute string) {
	dialect = strings.TrimSuffix(dialect, "#")
	severity := report.Error
	switch {
	case isDialect(dialect):
		return
	case isDraft(dialect) && !t.options.Strict:
		severity = report.Warning
	}
	t.say(report.Finding{
		Rule: "generate/dialect", Severity: severity, Element: n.ID(), Span: n.AttrSpan(attribute),
		Message: "the schema is written in a dialect of JSON Schema that is not 2020-12, so that its keywords may mean something else",
		Cure:    "write it in https://json-schema.org/draft/2020-12/schema",
	})
}

func isDialect(uri string) bool {
	return uri == "https://json-schema.org/draft/2020-12/schema" || strings.HasPrefix(uri, "https://spec.openapis.org/oas/3.")
}

func isDraft(uri string) bool {
	return slices.Contains([]string{
		"https://json-schema.org/draft/2019-09/schema", "http://json-schema.org/schema", "http://json-schema.org/draft-07/schema",
		"http://json-schema.org/draft-06/schema", "http://json-schema.org/draft-05/schema", "http://json-schema.org/draft-04/schema",
	}, uri)
}
