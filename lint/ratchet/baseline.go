package ratchet

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// BaselineFile is what the file in the root of a workspace is called.
const BaselineFile = "bylaw.baseline"

// MaxBaseline bounds a baseline, in lines.
const MaxBaseline = 200_000

// Baseline is the findings that a repository has agreed to live with until they are cured. It only ever gets
// smaller. A finding is in it by its rule and its element, so that neither moved lines nor other words, which a
// newer bylaw may have for it, make it a new one.
type Baseline struct{ entries map[entry]held }

// entry is what the findings of one line have in common.
type entry struct{ rule, element, path string }

// held is how many findings a line stands for.
type held struct {
	count int
	span  source.Span
}

const baselineHead = `# Findings that were here when bylaw came: RULE, ELEMENT, FILE and how often, between tabs. Lines only go:
# bylaw lint --write-baseline takes out what is cured. https://github.com/bylaw-dev/bylaw/blob/main/docs/ci.md#a-baseline
`

// ReadBaseline reads a baseline. What is wrong with a line is a finding there, and the line is not one.
func ReadBaseline(file *source.File) (*Baseline, []report.Finding) {
	b := &Baseline{map[entry]held{}}
	var findings []report.Finding
	for n := 1; n <= file.Lines(); n++ {
		span := file.Line(n)
		text := strings.TrimRight(span.Text(), "\r\n")
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		e, count, ok := parseEntry(text)
		if _, twice := b.entries[e]; !ok || twice || n > MaxBaseline {
			findings = append(findings, report.Finding{
				Rule: report.Config, Severity: report.Error, Span: span.Slice(0, len(text)),
				Message: "this is no line of a baseline", Cure: "take it out; bylaw writes lines of RULE, ELEMENT, FILE and a number, between tabs, each once",
			})
			if n > MaxBaseline {
				break
			}
			continue
		}
		b.entries[e] = held{count, span.Slice(0, len(text))}
	}
	return b, findings
}

func parseEntry(text string) (e entry, count int, ok bool) {
	parts := strings.Split(text, "\t")
	if len(parts) != 4 || parts[0] == "" {
		return entry{}, 0, false
	}
	count, err := strconv.Atoi(parts[3])
	return entry{parts[0], parts[1], parts[2]}, count, err == nil && count > 0
}

func entryOf(f *report.Finding) entry {
	e := entry{f.Rule, string(f.Element), ""}
	if f.Element == "" || strings.Contains(string(f.Element), "/") { // which means something in its own file alone
		e.path = path(f)
	}
	return e
}

// Hold holds back the findings that are in the baseline.
func (b *Baseline) Hold(now []report.Finding) Held {
	left := map[entry]int{}
	for e, h := range b.entries {
		left[e] = h.count
	}
	var result Held
	for i := range now {
		e := entryOf(&now[i])
		if !always(&now[i]) && left[e] > 0 {
			left[e]--
			result.Back++
			continue
		}
		result.New = append(result.New, now[i])
	}
	for _, n := range left {
		result.Gone += n
	}
	return result
}

// Stale returns a finding for each line that stands for more than there is: what is cured must not come back.
func (b *Baseline) Stale(now []report.Finding) []report.Finding {
	there := b.counts(now)
	var stale []report.Finding
	for e, h := range b.entries {
		if there[e] < h.count {
			stale = append(stale, report.Finding{
				Rule: report.StaleBaseline, Severity: report.Warning, Span: h.span,
				Message: fmt.Sprintf("the baseline holds back %d of %s here, and there are %d", h.count, e.rule, there[e]),
				Cure:    "run bylaw lint --write-baseline, so that it can't come back",
			})
		}
	}
	return report.Sort(stale)
}

// counts says how many findings there are of each line, as many as that holds back.
func (b *Baseline) counts(now []report.Finding) map[entry]int {
	there := map[entry]int{}
	for i := range now {
		if e := entryOf(&now[i]); there[e] < b.entries[e].count {
			there[e]++
		}
	}
	return there
}

// Shrunk returns the baseline without what is cured.
func (b *Baseline) Shrunk(now []report.Finding) []byte { return written(b.counts(now)) }

// NewBaseline returns the baseline of a repository that has none yet.
func NewBaseline(now []report.Finding) []byte {
	all := map[entry]int{}
	for i := range now {
		if !always(&now[i]) {
			all[entryOf(&now[i])]++
		}
	}
	return written(all)
}

func written(entries map[entry]int) []byte {
	var out bytes.Buffer
	out.WriteString(baselineHead)
	order := slices.SortedFunc(maps.Keys(entries), func(a, b entry) int {
		return cmp.Or(strings.Compare(a.rule, b.rule), strings.Compare(a.path, b.path), strings.Compare(a.element, b.element))
	})
	for _, e := range order {
		if entries[e] > 0 && !strings.ContainsAny(e.rule+e.element+e.path, "\t\r\n") {
			fmt.Fprintf(&out, "%s\t%s\t%s\t%d\n", e.rule, e.element, e.path, entries[e])
		}
	}
	return out.Bytes()
}
