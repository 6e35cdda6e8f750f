package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func TestCheckstyleGolden(t *testing.T) {
	golden(t, "shop.checkstyle.xml", printed(t, Checkstyle, shopSummary(t), Options{}))
}

func TestCheckstyleOfHostileSpec(t *testing.T) {
	file := source.NewFile("a\"><error/>.yaml", []byte("é x"))
	text := printed(t, Checkstyle, &Summary{Findings: []Finding{
		{Rule: "r", Severity: Warning, Message: "no \x1b[31m\"/></file>\x00", Cure: "first\nsecond", Span: file.Span(3, 4)},
		{Rule: "r", Severity: Error, Message: "again", Span: file.Span(0, 1)},
		{Rule: Config, Severity: Error, Message: "of no file"},
	}}, Options{})
	var read checkstyle
	if err := xml.Unmarshal([]byte(text), &read); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	var got []string
	for _, f := range read.Files {
		got = append(got, fmt.Sprintf("%s %+v", f.Name, f.Errors))
	}
	want := `a"><error/>.yaml [{Line:1 Column:3 Severity:warning Message:no ␛[31m"/></file>␀; help: first second Source:bylaw.r} ` +
		"{Line:1 Column:1 Severity:error Message:again Source:bylaw.r}]\nbylaw [{Line:0 Column:0 Severity:error Message:of no file Source:bylaw.config}]"
	if strings.Join(got, "\n") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), want)
	}
}
