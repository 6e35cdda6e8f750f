package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// bigSummary has so many findings in a spec of 13 MB, in lines or on a single one.
func bigSummary(newline string, findings int) *Summary {
	const entry = `"/users/{id}": {"get": {"operationId": "getUserById", "description": "Größe", "responses": {"200": {"description": "ok"}}}},`
	content := strings.Repeat(entry+newline, 13<<20/len(entry))
	file := source.NewFile("api/big.json", []byte(content))
	s := &Summary{FailOn: Error, Rule: shopRules}
	for i := range findings {
		start := i * (len(content) / (findings + 1))
		s.Findings = append(s.Findings, Finding{
			Rule: "verb-in-path", Severity: Warning, Element: spec.ID(fmt.Sprint("GET /users/", i)),
			Message: "the path says get, which the method GET says already", Cure: "name the collection: /users",
			Span: file.Span(start, start+12),
		})
	}
	return s
}

func BenchmarkReporters(b *testing.B) {
	for _, layout := range []struct{ name, newline string }{{"lines", "\n"}, {"one line", ""}} {
		for _, format := range Formats() {
			b.Run(format.Name+"/"+layout.name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					s := bigSummary(layout.newline, 100_000) // positions are computed anew
					b.StartTimer()
					if err := format.Write(io.Discard, s, Options{Color: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// Whoever prints the findings of a spec on one line must not read the line for each of them: this
// takes a fraction of a second, or longer than a test may.
func TestReportersOnOneLongLine(t *testing.T) {
	s := bigSummary("", 20_000)
	for _, f := range Formats() {
		if err := f.Write(io.Discard, s, Options{}); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
