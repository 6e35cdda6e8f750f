package broker

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// FuzzDocument reads any answer: nothing panics, links lead to the broker or are refused, and a contract that
// is laid out says the same and is no more than so many times longer.
func FuzzDocument(f *testing.F) {
	for _, text := range []string{
		`{"_links": {"self": {"href": "/pacts/{p}"}, "pb:x": [{"href": "//elsewhere"}]}, "interactions": [{"a": "<\u2028>", "n": 1.50}]}`,
		`{"_links": 7}`, `[[[[]]]]`, `{"a": {"b": [1, 2, {"c": "\"[,"}]}}`, "", "null", `{"_links": {"self": {"href": "http://[::1"}}}`,
	} {
		f.Add([]byte(text))
	}
	b, err := Open("https://broker.example.com/pact", Auth{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := read(b.base, content)
		if err != nil {
			return
		}
		for _, list := range d.links {
			for _, l := range list {
				at, err := b.resolve(d, l, map[string]string{"p": "a/b?c#d"})
				if err == nil && (at.Host != "broker.example.com" || at.Scheme != "https" || at.User != nil) {
					t.Errorf("%q leads to %s", l.Href, at)
				}
			}
		}
		out := laidOut(content)
		if len(out) > 2*maxGrowth*len(content)+64 {
			t.Errorf("%d bytes became %d", len(content), len(out))
		}
		var before, after map[string]any
		if json.Unmarshal(content, &before) != nil || before == nil {
			return
		}
		for _, name := range []string{"_links", "_embedded", "createdAt"} {
			delete(before, name)
		}
		if err := json.Unmarshal(out, &after); err != nil {
			t.Fatal(err)
		}
		delete(after, "_links") // of one that was left as it is
		delete(after, "_embedded")
		delete(after, "createdAt")
		a, _ := json.Marshal(before)
		z, _ := json.Marshal(after)
		if string(a) != string(z) {
			t.Errorf("%s became %s", a, z)
		}
		_ = b.pact(d, listed{at: b.base})
	})
}

// Values that are put into a template mean nothing there.
func TestExpand(t *testing.T) {
	const odd = "a/b?c#d&e=f+g h%{x}ü"
	at, err := url.Parse("https://x/" + strings.TrimPrefix(expand("/{p}/y?q={p}", map[string]string{"p": odd, "x": "!"}), "/"))
	if err != nil || at.Query().Get("q") != odd || strings.Count(at.EscapedPath(), "/") != 2 || !strings.HasPrefix(at.Path, "/"+odd) {
		t.Errorf("%v %v", at, err)
	}
}
