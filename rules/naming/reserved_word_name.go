package naming

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed reserved.txt
var reservedText string

// reserved counts the languages that reserve a word: of C++, C#, Go, Java, JavaScript, Kotlin, PHP, Python, Ruby, Rust
// and Swift.
var reserved = sync.OnceValue(func() map[string]int {
	table := map[string]int{}
	for line := range strings.Lines(reservedText) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" {
			table[fields[0]] = len(fields) - 1
		}
	}
	return table
})

type reservedOptions struct {
	Languages int `json:"languages"` // how many must reserve a word before it is reported
}

// Validate refuses numbers by which every word would be reserved.
func (o reservedOptions) Validate() error {
	if o.Languages < 1 {
		return fmt.Errorf("languages must be 1 or more, not %d", o.Languages)
	}
	return nil
}

var reservedWordName = lint.NewWith(lint.Meta{
	ID:       "reserved-word-name",
	Title:    "a field is called like a reserved word of common languages",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, reservedOptions{4}, func(options reservedOptions) lint.Hooks {
	return written(func(p *lint.Pass, f *spec.Field) {
		if n := reserved()[f.Name]; n >= options.Languages {
			p.Report(&f.Node, f.NameSpan,
				fmt.Sprintf("%s is a reserved word of %s: generated code calls it something else in each of them", f.Name, counted(n)),
				lint.Cure(fmt.Sprintf("say more: what kind of %s, such as %s", f.Name, words.Like(f.Name, []string{"order", f.Name}))))
		}
	})
})

func counted(languages int) string {
	if languages == 1 {
		return "a common language"
	}
	return fmt.Sprintf("%d common languages", languages)
}
