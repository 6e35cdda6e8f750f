package report

import (
	"strings"
	"testing"
)

const statisticsSchemaPath = "../docs/schema/statistics.schema.json"

func TestStatisticsGolden(t *testing.T) {
	golden(t, "statistics.txt", printed(t, TextStatistics, shopSummary(t), Options{}))
	golden(t, "statistics-color.txt", printed(t, TextStatistics, shopSummary(t), Options{Color: true, Links: true}))
	golden(t, "statistics.json", printed(t, JSONStatistics, shopSummary(t), Options{}))
}

func TestJSONStatisticsMatchTheirSchema(t *testing.T) {
	definition := readJSON(t, statisticsSchemaPath)
	closed(definition)
	schema := compiled(t, definition)
	for name, s := range summaries(t) {
		t.Run(name, func(t *testing.T) { validate(t, schema, printed(t, JSONStatistics, s, Options{})) })
	}
}

// Overrides can make a rule an error in one file and a warning in another: it stays one line.
func TestStatisticsCount(t *testing.T) {
	findings := many(t, "b:warning*2 a:error*1 a:warning*2 c:info*2")
	findings[0].Element, findings[1].Element = "x.Y", "x.Y"
	findings[0].Fixes = []Fix{{Safety: Unsafe}, {Safety: Safe}}
	findings[1].Fixes = []Fix{{Safety: Unsafe}}
	findings[2].Fixes = []Fix{{Safety: DisplayOnly}}
	want := `FINDINGS  RULE     SEVERITY             FIXABLE  UNSAFE FIX  FILES  ELEMENTS
       3  a        1 error, 2 warnings        -           -      1         -
       2  b        warning                    1           1      1         1
       2  c        info                       -           -      1         -
       7  3 rules                             1           1      1         1

7 findings (1 error, 4 warnings, 2 info) in 1 file; `
	if got := printed(t, TextStatistics, &Summary{Findings: findings}, Options{}); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := printed(t, TextStatistics, &Summary{Checked: Counts{Files: 1}}, Options{}); !strings.HasPrefix(got, "no findings; ") {
		t.Errorf("got %s", got)
	}
}

func TestStatisticsOfFormats(t *testing.T) {
	outputs, err := ParseOutputs([]string{"text", "json=a.json"})
	if err != nil {
		t.Fatal(err)
	}
	if err := Statistics(outputs); err != nil {
		t.Fatal(err)
	}
	if got := printed(t, outputs[0].Format.Write, shopSummary(t), Options{}); !strings.HasPrefix(got, "FINDINGS ") {
		t.Errorf("got %s", got)
	}
	outputs, _ = ParseOutputs([]string{"sarif"})
	if err := Statistics(outputs); err == nil || err.Error() != "--statistics can't be printed as sarif: use text or json" {
		t.Errorf("got %v", err)
	}
}
