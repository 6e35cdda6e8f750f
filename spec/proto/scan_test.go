package proto

import (
	"bytes"
	"testing"

	"github.com/bufbuild/protocompile/ast"
	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
)

// The scanner's tokens have to be the parser's, one by one: every place in the model is found by
// the parser's number of a token.
func TestScannerAgreesWithTheParser(t *testing.T) {
	compared := 0
	for _, content := range fuzzSeeds() {
		tree := parsed(content)
		if tree == nil || len(content) == 0 || content[0] == 0xEF {
			continue
		}
		tokens := scanTokens([]byte(content)).tokens
		n := 0
		for item, ok := tree.Items().First(); ok; item, ok = tree.Items().Next(item) {
			info := tree.ItemInfo(item)
			if n >= len(tokens) || int(tokens[n].start) != info.Start().Offset {
				t.Fatalf("token %d of %q is not at %d", n, content, info.Start().Offset)
			}
			if got := content[tokens[n].start:tokens[n].end]; got != info.RawText() {
				t.Errorf("token %d of %q is %q, want %q", n, content, got, info.RawText())
			}
			if _, comment := tree.GetItem(item); comment.IsValid() != tokens[n].isComment([]byte(content)) {
				t.Errorf("token %d of %q: it is taken for a comment wrongly, or not taken for one", n, content)
			}
			n++
			compared++
		}
		if n != len(tokens) {
			t.Errorf("%d tokens of %q, want %d", len(tokens), content, n)
		}
	}
	if compared < 500 {
		t.Errorf("only %d tokens were compared", compared)
	}
}

// parsed returns the parser's tree, or nil for what it refuses. It panics on some of the seeds,
// which are there because the loader has to survive that.
func parsed(content string) (tree *ast.FileNode) {
	defer func() {
		if recover() != nil {
			tree = nil
		}
	}()
	handler := reporter.NewHandler(reporter.NewReporter(func(reporter.ErrorWithPos) error { return nil }, nil))
	tree, err := parser.Parse("a.proto", bytes.NewReader([]byte(content)), handler)
	if err != nil {
		return nil
	}
	return tree
}

func TestScannerOnLexicalOddities(t *testing.T) {
	for content, want := range map[string]int{
		"1.5e-3 .5 0x1F 1e+5 1-2": 7,
		"a.b.c":                   5,
		"'a\\'b' \"\\\\\"":        2,
		"/**/ /*/ */ // x":        3,
		"a/b":                     3,
		"§a§":                     1,
		"'never closed\na":        1,
		"/* never closed":         0,
		"- -5 -inf":               5,
		"\v\f\r\n\t":              0,
	} {
		if got := len(scanTokens([]byte(content)).tokens) - 1; got != want {
			t.Errorf("%q: %d tokens, want %d", content, got, want)
		}
	}
}
