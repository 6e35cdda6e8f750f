package naming

import (
	"go/token"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec"
)

func TestExported(t *testing.T) {
	for name, want := range map[string]string{
		"order_id": "OrderID", "orderId": "OrderID", "OrderID": "OrderID", "order-id": "OrderID", "order.id": "OrderID",
		"user_ids": "UserIDs", "userIDs": "UserIDs", "html_url": "HTMLURL", "HTTPServer": "HTTPServer", "IPv4": "IPv4",
		"type": "Type", "": "X", "1st": "X1st", "日本": "X日本", "élan": "Élan", "a/b": "AB", "../../etc": "Etc",
		"+1": "Plus1", "-1": "Minus1", "a-1": "A1", "<=": "LessEqual", "...": "X", "_": "X", "X": "X", "x": "X",
		"quote\"d": "QuoteD", "new\nline": "NewLine", "$ref": "Ref", "@type": "Type", "already2Good": "Already2Good",
		"\xff\xfe": "X", "ǆ": "Ǆ",
	} {
		if got := Exported(name); got != want {
			t.Errorf("Exported(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestEnsure(t *testing.T) {
	for name, want := range map[string]string{"HTMLURL": "HTMLURL", "html_url": "HTMLURL", "Order_Item": "OrderItem", "": "X", "X日本": "X日本"} {
		if got := Ensure(name); got != want {
			t.Errorf("Ensure(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestUnexported(t *testing.T) {
	for name, want := range map[string]string{
		"order_id": "orderID", "URLPath": "urlPath", "type": "type_", "string": "string_", "": "x", "1st": "x1st", "Error": "error_",
	} {
		if got := Unexported(name); got != want {
			t.Errorf("Unexported(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestNamesAreBounded(t *testing.T) {
	if got := Exported(strings.Repeat("long_", 100_000)); utf8.RuneCountInString(got) > longestName+1 {
		t.Errorf("a name of %d characters", utf8.RuneCountInString(got))
	}
}

func FuzzNames(f *testing.F) {
	for _, seed := range []string{"order_id", "", "+1", "日本", "a\x00b", "ſ", "ʼn", "\u200b", "İ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if id := Exported(name); !token.IsExported(id) || !token.IsIdentifier(id) {
			t.Errorf("Exported(%q) = %q is no exported identifier", name, id)
		}
		if id := Unexported(name); token.IsExported(id) || !token.IsIdentifier(id) {
			t.Errorf("Unexported(%q) = %q is no unexported identifier", name, id)
		}
		for _, line := range Comment(name) {
			if strings.ContainsAny(line, "\n\r") || strings.HasPrefix(line, "+build") {
				t.Errorf("Comment(%q) has the line %q", name, line)
			}
		}
	})
}

func TestScope(t *testing.T) {
	s := NewScope("Taken")
	a, b := &spec.Node{Local: "a"}, &spec.Node{Local: "b"}
	for i, want := range []string{"Order", "Order2", "Order3", "Order22", "Taken2"} {
		wanted := []string{"Order", "Order", "Order", "Order2", "Taken"}[i]
		if got := s.Claim(wanted, []*spec.Node{a, b, nil, nil, b}[i]); got != want {
			t.Errorf("claim %d of %s gives %s, want %s", i, wanted, got, want)
		}
	}
	findings := s.Findings()
	if len(findings) != 2 || findings[0].Message != "this is called Order2 in Go, for Order is taken" || len(findings[0].Related) != 1 || len(findings[1].Related) != 0 {
		t.Errorf("findings %+v", findings)
	}
}

func TestComment(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"one":                           "one",
		"  one \r\n\r\n\r\n two\n\n":    "one||two",
		"*/ a\u202eb\x00c":              "*/ abc",
		"+build ignore":                 "'+build ignore",
		strings.Repeat("word ", 30):     strings.TrimSuffix(strings.Repeat("word ", 19), " ") + "|" + strings.TrimSuffix(strings.Repeat("word ", 11), " "),
		strings.Repeat("x", 200) + " y": strings.Repeat("x", 200) + "|y",
	} {
		if got := strings.Join(Comment(text), "|"); got != want {
			t.Errorf("Comment(%q) = %q, want %q", text, got, want)
		}
	}
}
