package param

import (
	"bytes"
	"io"
	"mime/multipart"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

var order = &Shape{Properties: []Property{
	{"id", Integer}, {"note", Text}, {"tags", list}, {"address", rgb}, {"lines", &Shape{Items: rgb}}, {"meta", open},
	{"photo", &Shape{File: true}}, {"scans", &Shape{Items: &Shape{File: true}}},
}}

func TestReadForm(t *testing.T) {
	styled := []Encoding{{Name: "tags", Style: Form}, {Name: "meta", Style: DeepObject | Explode}, {Name: "address", Style: Form | Explode}}
	for _, c := range []struct {
		body      string
		encodings []Encoding
		want      string
	}{
		{"", nil, `{}`},
		{"id=1&note=a+b&tags=x&tags=y", nil, `{"id":1,"note":"a b","tags":["x","y"]}`},
		{"address=%7B%22R%22%3A1%7D&lines={%22R%22:1}&lines={%22G%22:2}", nil, `{"address":{"R":1},"lines":[{"R":1},{"G":2}]}`},
		{"tags=x,y&meta[a]=b&meta[c]=d&R=1&G=2&id=7", styled, `{"tags":["x","y"],"meta":{"a":"b","c":"d"},"address":{"R":1,"G":2},"id":7}`},
		{"who=me", nil, `{"who":"me"}`},
		{"id=1&id=2", nil, `body id duplicate_key`},
		{"id=%zz", nil, `body id format`},
		{"note=%ff", nil, `body note invalid_utf8`},
		{"address={", nil, `body address invalid_json`},
		{"address=%zz", nil, `body address format`},
		{"tags=x&tags=y", styled, `body tags duplicate_key`},
		{"meta[a=b", styled, `body meta format`},
		{strings.Repeat("a&", MaxPairs), nil, `body  too_large`},
	} {
		r := new(wire.Reader)
		r.Reset(wire.Request)
		n, ok := ReadForm(r, c.body, order, c.encodings)
		got := told(r)
		if ok && r.OK() {
			got = string(r.AppendJSON(nil, n))
		}
		if got != c.want {
			t.Errorf("%.80s: got %s, want %s", c.body, got, c.want)
		}
	}
}

func TestFormGoesThereAndBack(t *testing.T) {
	const json = `{"id":1,"note":"a & b=c","tags":["x","y z"],"address":{"R":1},"lines":[{"R":1},{"G":2}],"meta":{"k":"v"}}`
	encodings := []Encoding{{Name: "meta", Style: DeepObject | Explode}}
	r := new(wire.Reader)
	r.Reset(wire.Request)
	n, _ := r.ParseJSON([]byte(json), wire.Limits{})
	body := AppendForm(nil, r, n, encodings)
	r.Reset(wire.Request)
	n, ok := ReadForm(r, string(body), order, encodings)
	if got := string(r.AppendJSON(nil, n)); !ok || len(got) != len(json) {
		t.Errorf("%s became %s", body, got)
	}
}

func TestQueryString(t *testing.T) {
	for _, c := range []struct {
		raw   string
		style Style
		want  string
	}{
		{"%7B%22R%22%3A1%7D", JSON, `{"R":1}`},
		{"", JSON | Required, "query  required"},
		{"", JSON, "absent"},
		{"R=1&G=2", Form, `{"R":1,"G":2}`},
		{"%7", JSON, "query  format"},
	} {
		r := new(wire.Reader)
		r.Reset(wire.Request)
		n, ok := ReadQueryString(r, c.raw, c.style, rgb, nil)
		got := told(r)
		if ok {
			got = string(r.AppendJSON(nil, n))
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.raw, got, c.want)
		}
	}
}

func content(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// A client's body is read by a server: values, JSON parts, and files in memory and on the disk.
func TestMultipartGoesThereAndBack(t *testing.T) {
	const json = `{"id":1,"note":"a \"b\"","tags":["x","y"],"address":{"R":1},"lines":[{"R":1}],"meta":{"k":"v"}}`
	large := strings.Repeat("z", 5000)
	r := new(wire.Reader)
	r.Reset(wire.Request)
	n, _ := r.ParseJSON([]byte(strings.TrimSuffix(json, "}")+`,"photo":null,"scans":[null,null]}`), wire.Limits{})
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	encodings := []Encoding{{Name: "photo", ContentType: "image/*, application/pdf"}}
	err := WriteMultipart(w, r, n, encodings, []Attachment{
		{"photo", wire.File{Name: `my "photo".png`, ContentType: "image/png", Open: content(large)}},
		{"scans", wire.File{Name: "1.txt", Open: content("one")}}, {"scans", wire.File{Name: "2.txt", Open: content("two")}},
	})
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	spool := &Spool{MaxPart: 10_000, Memory: 1000}
	r.Reset(wire.Request)
	n, ok, err := ReadMultipart(r, multipart.NewReader(&body, w.Boundary()), order, encodings, spool)
	if err != nil || !ok || !r.OK() {
		t.Fatal(err, r.Violations())
	}
	photo, _ := r.Get(n, "photo")
	f, isFile := r.File(photo)
	if !isFile || f.Name != `my "photo".png` || f.ContentType != "image/png" || f.Size != 5000 || slurp(t, f) != large {
		t.Errorf("photo is %+v", f)
	}
	scans, _ := r.Get(n, "scans")
	for items := r.Items(scans); items.Next(); {
		if f, _ := r.File(items.Value); slurp(t, f) != []string{"one", "two"}[items.Index] {
			t.Errorf("scan %d is %+v", items.Index, f)
		}
	}
	got := string(r.AppendJSON(nil, n))
	if want := strings.TrimSuffix(json, "}") + `,"photo":"","scans":["",""]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	onDisk := spool.paths
	spool.Close()
	if len(onDisk) != 1 {
		t.Fatalf("%d files on disk, want 1", len(onDisk))
	}
	if _, err := os.Stat(onDisk[0]); !os.IsNotExist(err) {
		t.Errorf("the temporary file is still there: %v", err)
	}
}

func slurp(t *testing.T, f wire.File) string {
	content, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	all, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestMultipartRefuses(t *testing.T) {
	part := func(name, media, text string) string {
		head := "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n"
		if media != "" {
			head += "Content-Type: " + media + "\r\n"
		}
		return head + "\r\n" + text + "\r\n"
	}
	encodings := []Encoding{{Name: "photo", ContentType: "image/png"}, {Name: "note", ContentType: "text/plain"}}
	for _, c := range []struct{ body, want string }{
		{part("id", "", "1") + part("id", "", "2"), "body id duplicate_key"},
		{part("", "", "1"), "body  format"},
		{part("photo", "text/html", "<p>"), "body photo format"},
		{part("note", "text/plain; charset=utf-16", "x"), "body note format"},
		{part("note", "text/plain;;", "x"), "body note format"},
		{part("note", "", "\xff"), "body note invalid_utf8"},
		{part("note", "", strings.Repeat("x", 101)), "body note too_large"},
		{part("photo", "image/png", strings.Repeat("x", 101)), "body photo too_large"},
		{part("address", "", "{"), "body address invalid_json"},
		{part("address", "application/json", `{"R":1}`), `{"address":{"R":1}}`},
		{part("lines", "application/json", `[{"R":1},{"R":2}]`), `{"lines":[{"R":1},{"R":2}]}`},
		{part("lines", "", `{"R":1}`), `{"lines":[{"R":1}]}`},
		{part("note", "text/plain; charset=UTF-8", "x"), `{"note":"x"}`},
	} {
		for _, memory := range []int64{10, 1000} {
			r := new(wire.Reader)
			r.Reset(wire.Request)
			body := multipart.NewReader(strings.NewReader(c.body+"--x--\r\n"), "x")
			spool := &Spool{MaxPart: 100, Memory: memory}
			n, ok, err := ReadMultipart(r, body, order, encodings, spool)
			got := told(r)
			if ok && r.OK() && err == nil {
				got = string(r.AppendJSON(nil, n))
			}
			if got != c.want {
				t.Errorf("%.60q: got %s %v, want %s", c.body, got, err, c.want)
			}
			spool.Close()
		}
	}
}

// Any text, in any style: no panic, and what is read is a whole value.
func FuzzRead(f *testing.F) {
	for _, row := range rows {
		f.Add(row.text)
	}
	shapes := []*Shape{Text, Integer, list, rgb, open, order, {Scalars: wire.KindAny, Items: rgb}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, row := range rows {
			for _, shape := range shapes {
				r := new(wire.Reader)
				r.Reset(wire.Request)
				if n, ok := readAt(r, row.in, row.style, shape, text); ok {
					whole(t, r, n)
				}
			}
		}
		r := new(wire.Reader)
		r.Reset(wire.Request)
		encodings := []Encoding{{Name: "meta", Style: DeepObject | Explode}, {Name: "address", Style: Form | Explode}, {Name: "tags", Style: JSON}}
		if n, ok := ReadForm(r, text, order, encodings); ok {
			whole(t, r, n)
		}
		r.Violations()
	})
}

func whole(t *testing.T, r *wire.Reader, n wire.Node) {
	again := new(wire.Reader)
	again.Reset(wire.Request)
	if json := r.AppendJSON(nil, n); r.OK() {
		if _, ok := again.ParseJSON(json, wire.Limits{}); !ok {
			t.Errorf("%s: %v", json, again.Violations())
		}
	}
}
