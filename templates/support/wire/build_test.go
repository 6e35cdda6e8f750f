package wire_test

import (
	"io"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func TestScalarsFromText(t *testing.T) {
	for _, c := range []struct {
		text    string
		allowed wire.Kind
		want    wire.Kind
	}{
		{"12", wire.KindInteger, wire.KindInteger}, {"12", wire.KindNumber, wire.KindInteger}, {"1.5", wire.KindNumber, wire.KindFraction},
		{"12", wire.KindString, wire.KindString}, {"012", wire.KindNumber, wire.KindString}, {"1 ", wire.KindNumber, wire.KindString}, {"", wire.KindAny, wire.KindString},
		{"true", wire.KindBool, wire.KindBool}, {"true", wire.KindString, wire.KindString}, {"null", wire.KindNull | wire.KindString, wire.KindNull}, {"null", wire.KindInteger, wire.KindString},
		{"1.5", wire.KindInteger, wire.KindFraction}, {"1e3", wire.KindNumber, wire.KindInteger}, {"NaN", wire.KindNumber, wire.KindString},
	} {
		var r wire.Reader
		r.Reset(wire.Request)
		if n := r.AddScalar(c.text, c.allowed); r.Kind(n) != c.want || r.Text(n) != c.text {
			t.Errorf("%q is %v, want %v", c.text, r.Kind(n), c.want)
		}
	}
}

func TestBuiltTree(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	r.At(errors.Query, "filter")
	n := r.OpenObject()
	r.AddKey("tags")
	tags := r.OpenArray()
	r.AddString("a\"b")
	r.AddLiteral("true", wire.KindBool)
	r.Close(tags)
	r.AddKey("range")
	from, ok := r.AddJSON([]byte(` {"from": [1, 2.50]} `), wire.Limits{})
	r.AddKey("size")
	size := r.AddLiteral("7", wire.KindNumber)
	r.Close(n)
	if got := string(r.Raw(n)); got != `{"tags":["a\"b",true],"range":{"from":[1,2.50]},"size":7}` || !ok {
		t.Error(got)
	}
	r.Maximum(size, "5")
	r.MinItems(tags, 3)
	r.Type(from, wire.KindArray)
	want := "filter.tags min_items: must have at least 3 items\nfilter.range type: must be an array, not an object\nfilter.size maximum: must be at most 5"
	if got := describe(&r); got != want {
		t.Error(got)
	}
}

func TestBuiltTreeRefuses(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	r.At(errors.Query, "filter")
	n := r.OpenObject()
	r.AddKey("a")
	r.AddString("x")
	r.AddKey("a")
	r.AddString("bad \xff")
	r.AddKey("json")
	if _, ok := r.AddJSON([]byte(`{"x":[1,}`), wire.Limits{}); ok {
		t.Error("broken JSON is taken")
	}
	r.AddKey("twice")
	if _, ok := r.AddJSON([]byte(`[{"y":1,"y":2}]`), wire.Limits{}); ok {
		t.Error("duplicate keys are taken")
	}
	r.AddKey("last")
	r.AddString("z")
	r.Close(n)
	want := "filter.a invalid_utf8: is not UTF-8\nfilter.a duplicate_key: is there more than once\n" +
		"filter.json invalid_json: has something else where a value is expected (byte 8)\nfilter.twice[0].y duplicate_key: is there more than once"
	got := describe(&r)
	for _, line := range strings.Split(want, "\n") {
		if !strings.Contains(got, line) {
			t.Errorf("%q is missing in %q", line, got)
		}
	}
	if raw := string(r.Raw(n)); !strings.HasSuffix(raw, `"json":null,"twice":null,"last":"z"}`) || r.Count(n) != 5 {
		t.Error(raw)
	}
}

func TestFiles(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	n := r.OpenObject()
	r.AddKey("avatar")
	avatar := r.AddFile(wire.File{Name: "a.png", ContentType: "image/png", Size: 3, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("png")), nil }})
	r.AddKey("note")
	note := r.AddString("x")
	r.Close(n)
	file, ok := r.File(avatar)
	if _, is := r.File(note); !ok || is || file.Name != "a.png" {
		t.Error(file, ok, is)
	}
	if !r.Type(avatar, wire.KindString) || !r.MinLength(avatar, 5) || !r.Format(avatar, "date") || r.String(avatar) != "" {
		t.Error("a file is a string that only its type is asked of")
	}
}
