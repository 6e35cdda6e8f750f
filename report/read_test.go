package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// readable is a summary with everything that JSON can say but tables.
func readable() *Summary {
	file, old := source.NewFile("a.yaml", []byte("größe: 1\nzwei: 😀 x\n")), source.NewFile("a.yaml", []byte("x: 1\n"))
	return &Summary{
		Version: "v1", Headline: "It was so.", Suppressed: 3, Checked: Counts{1, 2, 3, 4}, FailOn: Warning, Fixed: Fixed{5, 1},
		NotChecked: []NotChecked{{"b", "no reason"}},
		Findings: Sort([]Finding{
			{Rule: "one", Severity: Error, Message: "m", Cure: "c", Element: "e", Span: file.Span(0, 7),
				Related: []Related{{"there", file.Span(10, 14)}, {"nowhere", source.Span{}}},
				Fixes:   []Fix{{"mend", Unsafe, []Edit{{file.Span(17, 22), "y"}}}, {"look", DisplayOnly, nil}}},
			{Rule: "two", Severity: Info, Message: "n", Span: file.Span(22, 23), Change: &Change{Old: old.Span(0, 1), New: file.Span(22, 23), Breaks: []string{"wire"}, Compatibility: "none", Fingerprint: "f"},
				Consumers: &Consumers{Breaks: []Consumer{{Name: "shop", Interactions: 2, Descriptions: []string{"d"}, Paths: []string{"$.x"}}}}},
		}),
	}
}

func TestReadIsTheInverseOfJSON(t *testing.T) {
	want := printed(t, JSON, readable(), Options{})
	for _, fill := range []bool{false, true} {
		r := NewReading()
		s, err := r.Read([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		if fill {
			r.Fill(func(string) ([]byte, error) { return readable().Findings[0].Span.File.Content, nil })
		}
		if got := printed(t, JSON, s, Options{}); got != want {
			t.Errorf("filled: %t\n%s\nwant\n%s", fill, got, want)
		}
		if has := s.Findings[0].Span.File.Content != nil; has != fill {
			t.Errorf("the content is there: %t", has)
		}
	}
}

func TestFillTakesNoOtherContent(t *testing.T) {
	r := NewReading()
	s, err := r.Read([]byte(printed(t, JSON, readable(), Options{})))
	if err != nil {
		t.Fatal(err)
	}
	r.Fill(func(string) ([]byte, error) { return []byte("short"), nil })
	r.Fill(func(string) ([]byte, error) { return nil, errors.New("gone") })
	r.Fill(func(string) ([]byte, error) { return bytes.Repeat([]byte("x\n"), 100), nil })
	if s.Findings[0].Span.File.Content != nil {
		t.Error("the content of another version is taken")
	}
	for _, format := range Formats() { // none must take a file without content for an empty one
		if err := format.Write(&bytes.Buffer{}, s, Options{}); err != nil {
			t.Errorf("%s: %v", format.Name, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	good := printed(t, JSON, readable(), Options{})
	for old, new := range map[string]string{
		`"name":"bylaw"`: `"name":"other"`, `"version": 1`: `"version": 2`, `"offset":0,`: `"offset":-1,`, `"offset":7,`: `"offset":5000000000,`,
		`"not_checked": [`: `"shard": {"index":3,"of":2}, "not_checked": [`,
	} {
		if _, err := NewReading().Read([]byte(strings.Replace(good, old, new, 1))); err == nil {
			t.Errorf("%s is read", new)
		}
	}
}

func FuzzRead(f *testing.F) {
	var out bytes.Buffer
	if err := JSON(&out, readable(), Options{}); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		r := NewReading()
		s, err := r.Read(content)
		if err != nil {
			return
		}
		r.Fill(func(string) ([]byte, error) { return readable().Findings[0].Span.File.Content, nil })
		merged, err := Merge([]*Summary{s})
		if err != nil {
			return
		}
		for _, format := range Formats() {
			if err := format.Write(&bytes.Buffer{}, merged, Options{}); err != nil {
				t.Errorf("%s: %v", format.Name, err)
			}
		}
	})
}
