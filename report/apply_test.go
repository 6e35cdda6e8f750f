package report

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// edit is an edit of the first place where old stands in the file; an old of "x|" inserts after x.
func edit(t *testing.T, file *source.File, old, with string) Edit {
	t.Helper()
	text, inserts := strings.CutSuffix(old, "|")
	at := strings.Index(string(file.Content), text)
	if at < 0 {
		t.Fatalf("%q does not stand in %q", text, file.Content)
	}
	if inserts {
		at += len(text)
		text = ""
	}
	return Edit{Span: file.Span(at, at+len(text)), New: with}
}

func TestApply(t *testing.T) {
	type change struct{ old, with string }
	tests := []struct {
		name, content string
		changes       []change
		want          string
	}{
		{"nothing to do", "abc", nil, "abc"},
		{"an empty file", "", []change{{"|", "new"}}, "new"},
		{"replacement", "int32 pageSize = 1;", []change{{"pageSize", "page_size"}}, "int32 page_size = 1;"},
		{"deletion", "a, b, c", []change{{", b", ""}}, "a, c"},
		{"the whole file", "abc", []change{{"abc", "x"}}, "x"},
		{"any order", "one two three", []change{{"three", "3"}, {"one", "1"}, {"two", "2"}}, "1 2 3"},
		{"touching edits", "abcd", []change{{"cd", "2"}, {"ab", "1"}}, "12"},
		{"insertions at one place keep their order", "{}", []change{{"{|", "z"}, {"{|", "a"}}, "{za}"},
		{"insertion before a replacement", "abc", []change{{"b", "B"}, {"a|", "+"}}, "a+Bc"},
		{"insertion after a replacement", "abc", []change{{"b|", "+"}, {"b", "B"}}, "aB+c"},
		{"insertion at the end", "abc\r\n", []change{{"\r\n|", "d\r\n"}}, "abc\r\nd\r\n"},
		{"the same edit twice", "abc", []change{{"b", "B"}, {"a|", "+"}, {"b", "B"}, {"a|", "+"}}, "a+Bc"},
		{"other bytes stay", "é😀\xff\x00é", []change{{"😀", "e"}}, "ée\xff\x00é"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := source.NewFile("a.proto", []byte(test.content))
			var edits []Edit
			for _, c := range test.changes {
				edits = append(edits, edit(t, file, c.old, c.with))
			}
			got, err := Apply(file, edits)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if string(file.Content) != test.content {
				t.Errorf("the file itself was changed to %q", file.Content)
			}
		})
	}
}

func TestApplyKeepsTheOrderOfManyInsertions(t *testing.T) {
	file := source.NewFile("a.yaml", []byte("ab"))
	const want = "zyxwvutsrqponmlkjihgfedcba"
	var edits []Edit
	for _, r := range want {
		edits = append(edits, Edit{file.Span(1, 1), string(r)}, Edit{file.Span(0, 1), "("})
	}
	if got, err := Apply(file, edits); err != nil || string(got) != "("+want+"b" {
		t.Errorf("got %q (%v)", got, err)
	}
}

func TestApplyRefuses(t *testing.T) {
	file := source.NewFile("a.proto", []byte("abcdef"))
	other := source.NewFile("b.proto", []byte("abcdef"))
	tests := []struct {
		name  string
		edits []Edit
		want  string
	}{
		{"overlap", []Edit{{file.Span(0, 3), "x"}, {file.Span(2, 4), "y"}}, "edits of a.proto overlap at byte 2"},
		{"one within another", []Edit{{file.Span(0, 6), "x"}, {file.Span(2, 3), "y"}}, "overlap at byte 2"},
		{"insertion within a replacement", []Edit{{file.Span(1, 3), "x"}, {file.Span(2, 2), "y"}}, "overlap at byte 2"},
		{"two replacements of one span", []Edit{{file.Span(1, 3), "x"}, {file.Span(1, 3), "y"}}, "overlap at byte 1"},
		{"another file", []Edit{{other.Span(0, 1), "x"}}, `an edit of "b.proto" can't be made in a.proto`},
		{"no place", []Edit{{source.Span{}, "x"}}, `an edit of "" can't be made in a.proto`},
		{"past the end", []Edit{{source.Span{File: file, Start: 2, End: 9}, "x"}}, "bytes 2 to 9"},
		{"turned around", []Edit{{source.Span{File: file, Start: 4, End: 2}, "x"}}, "bytes 4 to 2"},
		{"before the start", []Edit{{source.Span{File: file, Start: -1, End: 2}, "x"}}, "bytes -1 to 2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Apply(file, test.edits)
			if err == nil {
				t.Fatalf("got %q, want an error", got)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not say %q", err, test.want)
			}
		})
	}
}
