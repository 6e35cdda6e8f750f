package restclient

import (
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/wrapperspb"
)

func TestTemplates(t *testing.T) {
	for _, test := range []struct{ template, value, want string }{ // "": it doesn't fit
		{"/v1/{value}", "a", "/v1/a"},
		{"/v1/{value}", "a/b", "/v1/a%2Fb"},
		{"/v1/{value=*}", "a b+c%é~", "/v1/a%20b%2Bc%25%C3%A9~"},
		{"/v1/{value}", "", ""},
		{"/v1/{value}", "..", ""},
		{"/v1/{value}", ".", ""},
		{"/v1/{value}", "a..", "/v1/a.."},
		{"/v1/{value=shelves/*}", "shelves/1", "/v1/shelves/1"},
		{"/v1/{value=shelves/*}", "shelves/1/books", ""},
		{"/v1/{value=shelves/*}", "shelves", ""},
		{"/v1/{value=shelves/*}", "shelves/", ""},
		{"/v1/{value=shelves/*}", "shelfs/1", ""},
		{"/v1/{value=shelves/*}", "shelves/..", ""},
		{"/v1/{value=shelves/*}", "shelves/1?x=#", "/v1/shelves/1%3Fx%3D%23"},
		{"/v1/{value=shelves/*/books/*}:read", "shelves/1/books/2", "/v1/shelves/1/books/2:read"},
		{"/v1/{value=**}", "a", "/v1/a"},
		{"/v1/{value=**}", "a/b c/d", "/v1/a/b%20c/d"},
		{"/v1/{value=**}", "", ""},
		{"/v1/{value=**}", "a/../b", ""},
		{"/v1/{value=**}", "a//b/", "/v1/a//b/"},
		{"/v1/{value=shelves/*}", "shelves//", ""},
		{"/v1/{value=files/**}", "files", "/v1/files"},
		{"/v1/{value=files/**}", "files/a/b", "/v1/files/a/b"},
		{"/v1/{value=a/**/z}/end", "a/b/c/z", "/v1/a/b/c/z/end"},
		{"/v1/{value=a/**/z}/end", "a/z", "/v1/a/z/end"},
		{"/v1/{value=a/**/z}/end", "a/b/c", ""},
		{"/v1/{value=fixed}", "fixed", "/v1/fixed"},
		{"/v1/{value=fixed}", "other", ""},
	} {
		parsed, err := parseTemplate(test.template)
		if err != nil {
			t.Errorf("%s: %v", test.template, err)
			continue
		}
		got, misfit := parsed.expand(wrapperspb.String(test.value).ProtoReflect())
		if got != test.want || (misfit != nil) != (test.want == "") {
			t.Errorf("%s of %q: %q, want %q", test.template, test.value, got, test.want)
		}
	}
}

func TestBadTemplates(t *testing.T) {
	for _, text := range []string{"", "v1/a", "/v1/{a", "/v1/a}", "/v1/*/b", "{a}"} {
		if parsed, err := parseTemplate(text); err == nil {
			t.Errorf("%q: %+v", text, parsed)
		}
	}
}

func TestTimeouts(t *testing.T) {
	for left, want := range map[time.Duration]string{
		0: "0n", -1: "0n", 1: "1n", 99999999: "99999999n", 100000000: "100000u", 30 * time.Second: "30000000u",
		100 * time.Second: "100000m", 100000 * time.Second: "100000S", 100000001 * time.Second: "1666667M",
		1<<63 - 1: "2562047H",
	} {
		if got := timeout(left); got != want || len(got) > 9 {
			t.Errorf("%v: %s, want %s", left, got, want)
		}
	}
}
