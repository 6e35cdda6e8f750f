package param

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

var (
	list    = &Shape{Items: Text}
	numbers = &Shape{Items: Integer}
	rgb     = &Shape{Properties: []Property{{"R", Integer}, {"G", Integer}, {"B", Integer}}}
	open    = &Shape{Additional: Text}
)

// The columns of the tables in OpenAPI's section on style values, which are those of RFC 6570.
const (
	blue   = `"blue"`
	empty  = `""`
	array  = `["blue","black","brown"]`
	object = `{"R":100,"G":200,"B":150}`
)

// A row is read on the server and written by the client, with the same outcome.
var rows = []struct {
	in    errors.Location
	style Style
	shape *Shape
	json  string
	text  string
}{
	{errors.Path, Matrix, Text, empty, ";color"},
	{errors.Path, Matrix, Text, blue, ";color=blue"},
	{errors.Path, Matrix, list, array, ";color=blue,black,brown"},
	{errors.Path, Matrix, rgb, object, ";color=R,100,G,200,B,150"},
	{errors.Path, Matrix | Explode, Text, empty, ";color"},
	{errors.Path, Matrix | Explode, Text, blue, ";color=blue"},
	{errors.Path, Matrix | Explode, list, array, ";color=blue;color=black;color=brown"},
	{errors.Path, Matrix | Explode, rgb, object, ";R=100;G=200;B=150"},
	{errors.Path, Label, Text, empty, "."},
	{errors.Path, Label, Text, blue, ".blue"},
	{errors.Path, Label, list, array, ".blue,black,brown"},
	{errors.Path, Label, rgb, object, ".R,100,G,200,B,150"},
	{errors.Path, Label | Explode, Text, blue, ".blue"},
	{errors.Path, Label | Explode, Text, `"1.2"`, ".1.2"},
	{errors.Path, Label | Explode, list, array, ".blue.black.brown"},
	{errors.Path, Label | Explode, rgb, object, ".R=100.G=200.B=150"},
	{errors.Path, Simple, Text, blue, "blue"},
	{errors.Path, Simple, list, array, "blue,black,brown"},
	{errors.Path, Simple, rgb, object, "R,100,G,200,B,150"},
	{errors.Path, Simple | Explode, list, array, "blue,black,brown"},
	{errors.Path, Simple | Explode, rgb, object, "R=100,G=200,B=150"},
	{errors.Path, Simple, Text, `"a/b,c d%é"`, "a%2Fb%2Cc%20d%25%C3%A9"},
	{errors.Path, Simple, list, `["a,b","c"]`, "a%2Cb,c"},
	{errors.Path, Simple | AllowReserved, Text, `"a@b:c/d?"`, "a@b:c%2Fd%3F"},
	{errors.Path, Simple, Text, `".."`, "%2E%2E"},
	{errors.Path, Simple, Text, `"a+b"`, "a%2Bb"},
	{errors.Path, JSON, rgb, object, "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"},
	{errors.Header, Simple, Text, blue, "blue"},
	{errors.Header, Simple, Text, empty, ""},
	{errors.Header, Simple, Text, `"a, b%20 é"`, "a, b%20 é"},
	{errors.Header, Simple, list, array, "blue,black,brown"},
	{errors.Header, Simple, list, `[]`, ""},
	{errors.Header, Simple, rgb, object, "R,100,G,200,B,150"},
	{errors.Header, Simple | Explode, rgb, object, "R=100,G=200,B=150"},
	{errors.Header, JSON, list, array, array},
	{errors.Query, Form, Text, empty, "color="},
	{errors.Query, Form, Text, blue, "color=blue"},
	{errors.Query, Form, list, array, "color=blue,black,brown"},
	{errors.Query, Form, list, `[]`, "color="},
	{errors.Query, Form, rgb, object, "color=R,100,G,200,B,150"},
	{errors.Query, Form | Explode, Text, empty, "color="},
	{errors.Query, Form | Explode, Text, blue, "color=blue"},
	{errors.Query, Form | Explode, list, array, "color=blue&color=black&color=brown"},
	{errors.Query, Form | Explode, list, `[""]`, "color="},
	{errors.Query, Form | Explode, list, `["a,b"]`, "color=a%2Cb"},
	{errors.Query, Form | Explode, rgb, object, "R=100&G=200&B=150"},
	{errors.Query, Form | Explode, open, `{"a b":"c&d"}`, "a%20b=c%26d"},
	{errors.Query, Form | AllowReserved, Text, `"a/b:c@d&e=f#+"`, "color=a/b:c@d%26e%3Df%23%2B"},
	{errors.Query, Form, Text, `"1+1 =é"`, "color=1%2B1%20%3D%C3%A9"},
	{errors.Query, Form, Bool, `true`, "color=true"},
	{errors.Query, Form, Number, `-1.5e3`, "color=-1.5e3"},
	{errors.Query, Form | Explode, numbers, `[1,2]`, "color=1&color=2"},
	{errors.Query, SpaceDelimited, list, array, "color=blue%20black%20brown"},
	{errors.Query, SpaceDelimited, rgb, object, "color=R%20100%20G%20200%20B%20150"},
	{errors.Query, SpaceDelimited | Explode, list, array, "color=blue&color=black&color=brown"},
	{errors.Query, PipeDelimited, list, array, "color=blue%7Cblack%7Cbrown"},
	{errors.Query, PipeDelimited, rgb, object, "color=R%7C100%7CG%7C200%7CB%7C150"},
	{errors.Query, DeepObject | Explode, rgb, object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"},
	{errors.Query, DeepObject | Explode, &Shape{Properties: []Property{{"a", &Shape{Items: rgb}}, {"b", rgb}}},
		`{"a":[{"R":1},{"R":2,"G":3}],"b":{"B":4}}`,
		"color%5Ba%5D%5B0%5D%5BR%5D=1&color%5Ba%5D%5B1%5D%5BR%5D=2&color%5Ba%5D%5B1%5D%5BG%5D=3&color%5Bb%5D%5BB%5D=4"},
	{errors.Query, JSON, rgb, object, "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"},
	{errors.Cookie, Form, Text, blue, "color=blue"},
	{errors.Cookie, Form, Text, `"a;b c"`, "color=a%3Bb%20c"},
	{errors.Cookie, Form, list, array, "color=blue,black,brown"},
	{errors.Cookie, Form | Explode, list, array, "color=blue; color=black; color=brown"},
	{errors.Cookie, Form | Explode, rgb, object, "R=100; G=200; B=150"},
	{errors.Cookie, Cookie | Explode, Text, `"a%20b"`, "color=a%20b"},
	{errors.Cookie, Cookie | Explode, list, array, "color=blue; color=black; color=brown"},
	{errors.Cookie, Cookie | Explode, rgb, object, "R=100; G=200; B=150"},
	{errors.Cookie, Cookie, list, array, "color=blue,black,brown"},
}

// read reads the parameter color and gives its JSON, or its violations.
func read(in errors.Location, style Style, shape *Shape, text string) string {
	r := new(wire.Reader)
	r.Reset(wire.Request)
	n, ok := readAt(r, in, style, shape, text)
	if !r.OK() || !ok {
		return told(r)
	}
	return string(r.AppendJSON(nil, n))
}

func readAt(r *wire.Reader, in errors.Location, style Style, shape *Shape, text string) (wire.Node, bool) {
	switch in {
	case errors.Path:
		return Path(r, text, "color", style, shape)
	case errors.Header:
		return Header(r, strings.Split(text, "\n"), "color", style, shape)
	case errors.Cookie:
		return Cookies(r, SplitCookies(nil, []string{text}), "color", style, shape)
	}
	return Query(r, SplitQuery(nil, text), "color", style, shape)
}

func told(r *wire.Reader) string {
	var all []string
	for _, v := range r.Violations() {
		all = append(all, string(v.Location)+" "+v.Field+" "+v.Code)
	}
	if all == nil {
		return "absent"
	}
	return strings.Join(all, "; ")
}

func written(in errors.Location, style Style, json string) string {
	r := new(wire.Reader)
	r.Reset(wire.Request)
	n, _ := r.ParseJSON([]byte(json), wire.Limits{})
	formats := map[errors.Location]func([]byte, *wire.Reader, wire.Node, string, Style) []byte{
		errors.Path: AppendPath, errors.Query: AppendQuery, errors.Header: AppendHeader, errors.Cookie: AppendCookie,
	}
	return string(formats[in](nil, r, n, "color", style))
}

func TestStylesAreRead(t *testing.T) {
	for _, row := range rows {
		if got := read(row.in, row.style, row.shape, row.text); got != row.json {
			t.Errorf("%s style %b: %s: got %s, want %s", row.in, row.style, row.text, got, row.json)
		}
	}
}

func TestStylesAreWritten(t *testing.T) {
	for _, row := range rows {
		if got := written(row.in, row.style, row.json); got != row.text {
			t.Errorf("%s style %b: %s: got %s, want %s", row.in, row.style, row.json, got, row.text)
		}
	}
}

// What is written in another way than ours, or wrongly.
func TestRead(t *testing.T) {
	numberOrText := &Shape{Scalars: wire.KindInteger | wire.KindString}
	nullable := &Shape{Scalars: wire.KindString | wire.KindNull}
	either := &Shape{Scalars: wire.KindInteger, Items: Integer}
	for _, c := range []struct {
		in    errors.Location
		style Style
		shape *Shape
		text  string
		want  string
	}{
		{errors.Query, Form, Text, "", "absent"},
		{errors.Query, Form | Required, Text, "colour=x", "query color required"},
		{errors.Query, Form | Explode | Required, list, "x=1", "query color required"},
		{errors.Query, Form | Explode | Required, rgb, "color=1", "query color required"},
		{errors.Query, DeepObject | Explode | Required, rgb, "colors[R]=1", "query color required"},
		{errors.Cookie, Form | Required, Text, "a=b", "cookie color required"},
		{errors.Query, Form, Text, "color=a&color=b", "query color duplicate_key"},
		{errors.Query, Form, list, "color=a&color=b", "query color duplicate_key"},
		{errors.Cookie, Form, Text, "color=a; color=b", "cookie color duplicate_key"},
		{errors.Header, Simple, Text, "a\nb", "header color duplicate_key"},
		{errors.Header, Simple, list, "a, b\nc ,\td", `["a","b","c","d"]`},
		{errors.Query, Form, Text, "color=%", "query color format"},
		{errors.Query, Form, Text, "color=%4", "query color format"},
		{errors.Query, Form, Text, "color=%zz", "query color format"},
		{errors.Query, Form | Explode, list, "color=a&color=%g0", "query color format"},
		{errors.Query, Form, rgb, "color=R,%xx", "query color format"},
		{errors.Query, Form, rgb, "color=R,1,G", "query color format"},
		{errors.Query, Form, Text, "color=%FF", "query color invalid_utf8"},
		{errors.Path, Simple, Text, "%C0%80", "path color invalid_utf8"},
		{errors.Header, Simple, Text, "\xff", "header color invalid_utf8"},
		{errors.Query, Form, Text, "color=a+b%20c", `"a b c"`},
		{errors.Path, Simple, Text, "a+b", `"a+b"`},
		{errors.Query, Form, Text, "%63olor=x", `"x"`},
		{errors.Query, Form, Text, "%zz=1&color=x&%=", `"x"`},
		{errors.Query, Form, Text, "color", `""`},
		{errors.Query, Form, Integer, "color=", `""`}, // for the reader to refuse as no integer
		{errors.Query, Form | AllowEmpty, Integer, "color=", "absent"},
		{errors.Query, Form | AllowEmpty | Required, Integer, "color", "absent"},
		{errors.Query, Form | AllowEmpty, Text, "color=", `""`},
		{errors.Query, Form | Explode | AllowEmpty, list, "color=", "absent"},
		{errors.Query, Form, Integer, "color=1x", `"1x"`},
		{errors.Query, Form, Integer, "color=+1", `" 1"`},
		{errors.Query, Form, Integer, "color=01", `"01"`},
		{errors.Query, Form, Bool, "color=TRUE", `"TRUE"`},
		{errors.Query, Form, numberOrText, "color=1", `1`},
		{errors.Query, Form, numberOrText, "color=x", `"x"`},
		{errors.Query, Form, nullable, "color=null", `"null"`},
		{errors.Query, Form, &Shape{Scalars: wire.KindInteger | wire.KindNull}, "color=null", `null`},
		{errors.Query, Form, either, "color=1", `1`},
		{errors.Query, Form, either, "color=1,2", `[1,2]`},
		{errors.Query, Form | Explode, either, "color=1", `1`},
		{errors.Query, Form | Explode, either, "color=1&color=2", `[1,2]`},
		{errors.Query, Form, rgb, "color=R,1,R,2", "query color.R duplicate_key"},
		{errors.Query, Form | Explode, rgb, "R=1&R=2", "query R duplicate_key"},
		{errors.Query, Form | Explode, rgb, "G=2&x=1", `{"G":2}`},
		{errors.Query, Form, Text, strings.Repeat("a=b&", MaxPairs) + "color=x", "query color too_large"},
		{errors.Query, PipeDelimited, list, "color=a|b%7cc", `["a","b","c"]`},
		{errors.Query, SpaceDelimited, list, "color=a+b%20c", `["a","b","c"]`},
		{errors.Query, JSON, rgb, "color={", "query color invalid_json"},
		{errors.Query, JSON, rgb, "color=%7", "query color format"},
		{errors.Query, JSON | Required, rgb, "", "query color required"},
		{errors.Header, JSON, rgb, `{"R":1,"R":2}`, "header color.R duplicate_key"},
		{errors.Query, DeepObject | Explode, rgb, "color[R]=1&color[R]=2", "query color duplicate_key"},
		{errors.Query, DeepObject | Explode, rgb, "color[R=1", "query color format"},
		{errors.Query, DeepObject | Explode, rgb, "color[R]x=1", "query color format"},
		{errors.Query, DeepObject | Explode, rgb, "color=1&color[R]=1", "query color format"},
		{errors.Query, DeepObject | Explode, list, "color[]=a&color[]=b", `["a","b"]`},
		{errors.Query, DeepObject | Explode, list, "color=a&color=b", `["a","b"]`},
		{errors.Query, DeepObject | Explode, list, "color[1]=b&color[0]=a", `["b","a"]`},
		{errors.Query, DeepObject | Explode, rgb, "color" + strings.Repeat("[R]", 40) + "=1", "query color too_deep"},
		{errors.Query, DeepObject | Explode, rgb, "color[G][H]=1", `{"G":{"H":"1"}}`},
		{errors.Path, Label, Text, "blue", "path color format"},
		{errors.Path, Matrix, Text, "blue", "path color format"},
		{errors.Path, Matrix, Text, ";colour=blue", "path color format"},
		{errors.Path, Matrix | Explode | Required, list, ";colour=blue", "path color required"},
		{errors.Path, Simple, list, "", "[]"},
		{errors.Cookie, Form | Explode, list, "color=blue&color=black", `["blue","black"]`},
		{errors.Cookie, Form | Explode, rgb, "R=1&G=2; B=3", `{"R":1,"G":2,"B":3}`},
		{errors.Cookie, Form, Text, " a=1 ;color=x=y;; b", `"x=y"`},
	} {
		if got := read(c.in, c.style, c.shape, c.text); got != c.want {
			t.Errorf("%s style %b: %.60q: got %s, want %s", c.in, c.style, c.text, got, c.want)
		}
	}
}

// An object that takes any name leaves those that belong to parameters read before it.
func TestFreeFormObjectTakesTheRest(t *testing.T) {
	r := new(wire.Reader)
	r.Reset(wire.Request)
	pairs := SplitQuery(nil, "page=2&a=1&b=2&b=3")
	Query(r, pairs, "page", Form|Explode, Integer)
	n, ok := Query(r, pairs, "filter", Form|Explode, &Shape{Additional: &Shape{Scalars: wire.KindString, Items: Text}})
	if got := string(r.AppendJSON(nil, n)); !ok || got != `{"a":"1","b":["2","3"]}` {
		t.Errorf("got %s", got)
	}
}
