package wire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// parse reads a text and gives it back as compact JSON, or the violations as lines.
func parse(text string, l wire.Limits) (compact, problems string) {
	var r wire.Reader
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON([]byte(text), l)
	if ok {
		return string(r.AppendJSON(nil, n)), ""
	}
	return "", describe(&r)
}

// describe gives the violations as lines of field, code and text.
func describe(r *wire.Reader) string {
	var lines []string
	for _, v := range r.Violations() {
		lines = append(lines, strings.TrimSpace(v.Field+" "+v.Code+": "+v.Description))
	}
	return strings.Join(lines, "\n")
}

func TestParseAccepts(t *testing.T) {
	for text, want := range map[string]string{
		" null ":                       `null`,
		"\t[ true , false ]\r\n":       `[true,false]`,
		`{"a":{"b":[]},"c":{}}`:        `{"a":{"b":[]},"c":{}}`,
		`"\"\\\/\b\f\n\r\t"`:           `"\"\\/\u0008\u000c\n\r\t"`,
		`"\u00e9\uD834\uDD1E\u0000"`:   `"é𝄞\u0000"`,
		`"plain é𝄞 \u0041 and more é"`: `"plain é𝄞 A and more é"`,
		`"` + "\uFFFD" + `"`:           "\"\uFFFD\"",
		`-0`:                           `-0`,
		`[1e400,1E-400,123456789012345678901234567890.5]`: `[1e400,1E-400,123456789012345678901234567890.5]`,
		`{"":1,"\u0061b":2,"\n":[{"x":{}}]}`:              `{"":1,"ab":2,"\n":[{"x":{}}]}`,
		`""`:                                              `""`,
	} {
		if got, problems := parse(text, wire.Limits{}); got != want {
			t.Errorf("%s is read as %s %s", text, got, problems)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:                    "invalid_json: ends where a value is expected (byte 0)",
		`  `:                  "invalid_json: ends where a value is expected (byte 2)",
		`[1,]`:                "invalid_json: has something else where a value is expected (byte 3)",
		`[1 2]`:               "invalid_json: has something else where , or ] is expected (byte 3)",
		`[`:                   "invalid_json: ends where a value is expected (byte 1)",
		`{"a":1,}`:            "invalid_json: has something else where a key is expected (byte 7)",
		`{"a" 1}`:             "invalid_json: has something else where : is expected (byte 5)",
		`{"a":1`:              "invalid_json: has something else where , or } is expected (byte 6)",
		`{a:1}`:               "invalid_json: has something else where a key is expected (byte 1)",
		`nul`:                 "invalid_json: has something else where a value is expected (byte 0)",
		`truely`:              "invalid_json: has something after the end of the value (byte 4)",
		`{} {}`:               "invalid_json: has something after the end of the value (byte 3)",
		`01`:                  "invalid_json: has something else where a value is expected (byte 0)",
		`1.`:                  "invalid_json: has something else where a value is expected (byte 0)",
		`"abc`:                "invalid_json: ends within a string (byte 4)",
		`"abc\`:               "invalid_json: ends within a string (byte 5)",
		"\"a\nb\"":            "invalid_json: has a control character in a string (byte 2)",
		"\"\\n\x01\"":         "invalid_json: has a control character in a string (byte 3)",
		`"\x"`:                "invalid_json: has an unknown escape in a string (byte 1)",
		`"\u12g4"`:            `invalid_json: has an escape \u without four hexadecimal digits (byte 1)`,
		`"\u00@0"`:            `invalid_json: has an escape \u without four hexadecimal digits (byte 1)`,
		`"\u12`:               `invalid_json: has an escape \u without four hexadecimal digits (byte 1)`,
		`"ab\ud800"`:          "invalid_utf8: has half of a surrogate pair in a string (byte 3)",
		`"\udc00\ud800"`:      "invalid_utf8: has half of a surrogate pair in a string (byte 1)",
		`"\ud800\u0041"`:      "invalid_utf8: has half of a surrogate pair in a string (byte 1)",
		"\"ab\xff\"":          "invalid_utf8: is not UTF-8 (byte 3)",
		"\"\\n\xc3\"":         "invalid_utf8: is not UTF-8 (byte 3)",
		"\"\xed\xa0\x80\"":    "invalid_utf8: is not UTF-8 (byte 1)", // a surrogate in UTF-8's dress
		"\xef\xbb\xbf{}":      "invalid_json: has something else where a value is expected (byte 0)",
		`[[[[1]]]]`:           "too_deep: is nested too deeply (byte 3)",
		`[1,2,3,4,5,6,7,8,9]`: "too_large: holds too many values (byte 15)",
		`1e9999999999999999`:  "invalid_json: has something else where a value is expected (byte 0)",
		`{"a":1,"b":2,"a":3}`: "a duplicate_key: is there more than once",
		`{"a":1,"\u0061":3}`:  "a duplicate_key: is there more than once",
		`[{"x":{"":1,"":2}}]`: `[0].x[""] duplicate_key: is there more than once`,
	} {
		if got, problems := parse(text, wire.Limits{Depth: 3, Nodes: 8}); problems != want {
			t.Errorf("%q is read as %q with %q, want %q", text, got, problems, want)
		}
	}
}

// TestParseHostile finishes only if no cost grows with the square of the text.
func TestParseHostile(t *testing.T) {
	keys := new(strings.Builder)
	keys.WriteByte('{')
	for i := range 300_000 {
		keys.WriteString(`"k` + strings.Repeat("y", i%7) + string(rune('a'+i%26)) + string(rune('A'+i/26%26)) + strings.Repeat("z", i/676) + `":0,`)
	}
	for name, c := range map[string]struct{ text, code string }{
		"deep arrays":      {strings.Repeat("[", 1_000_000), errors.TooDeep},
		"deep objects":     {strings.Repeat(`{"a":`, 1_000_000), errors.TooDeep},
		"many values":      {"[" + strings.Repeat("[],", 2_000_000), errors.TooLarge},
		"one long string":  {`"` + strings.Repeat("x", 20_000_000), errors.InvalidJSON},
		"one long escape":  {`"` + strings.Repeat(`\n`, 5_000_000) + `\ud800"`, errors.InvalidUTF8},
		"one long number":  {strings.Repeat("9", 5_000_000) + "x", errors.InvalidJSON},
		"the same key":     {`{"a":0` + strings.Repeat(`,"a":0`, 400_000) + "}", errors.DuplicateKey},
		"small duplicates": {"[" + strings.Repeat(`{"a":0,"a":0},`, 150_000) + "0]", errors.DuplicateKey},
	} {
		var r wire.Reader
		r.Reset(wire.Request)
		_, ok := r.ParseJSON([]byte(c.text), wire.Limits{})
		all := r.Violations()
		if ok || len(all) == 0 || len(all) > 100 || all[0].Code != c.code {
			t.Errorf("%s: %v %.200v", name, ok, all)
		}
	}
	if _, problems := parse(keys.String()[:keys.Len()-1]+"}", wire.Limits{}); problems != "" && !strings.Contains(problems, errors.DuplicateKey) {
		t.Error(problems)
	}
}

func TestReaderForgets(t *testing.T) {
	var r wire.Reader
	for _, c := range []struct {
		text string
		ok   bool
	}{{`{"a":"\n"}`, true}, {`{"a":"\n","b":`, false}, {`[1,"x"]`, true}, {`"\ud800"`, false}, {`"\u0041b"`, true}} {
		r.Reset(wire.Request)
		if _, ok := r.ParseJSON([]byte(c.text), wire.Limits{}); ok != c.ok || ok != r.OK() {
			t.Errorf("%s: %v %s", c.text, ok, describe(&r))
		}
	}
}

// FuzzParse compares with encoding/json, which also takes duplicate keys, half surrogate pairs, bytes that are no
// UTF-8, and exponents without bound.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{goodOrder, `[1,-0.5e+7,"\ud834\udd1e\n",{"a":null}]`, `{"a":{"b":[[],{}]}}`, "\"\xff\"", `1e99999999999999999`, `{"a":1,"a":2}`, `[true,false]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		compact, problems := parse(text, wire.Limits{Depth: 10_000, Nodes: 1 << 30})
		valid := json.Valid([]byte(text))
		switch {
		case problems == "" && !valid:
			t.Fatalf("%q is taken", text)
		case problems != "" && valid && !known(text, problems):
			t.Fatalf("%q is refused: %s", text, problems)
		case problems == "" && !sameJSON(text, compact):
			t.Fatalf("%q becomes %q", text, compact)
		}
	})
}

// known says whether the refusal is one in which the two differ.
func known(text, problems string) bool {
	return strings.Contains(problems, errors.DuplicateKey) || strings.Contains(problems, "half of a surrogate") && strings.Contains(text, `\u`) ||
		!utf8.ValidString(text) || strings.ContainsAny(text, "eE") && strings.Contains(problems, "where a value") && longDigits(text)
}

func longDigits(text string) bool {
	run := 0
	for i := range len(text) {
		if run++; text[i] < '0' || text[i] > '9' {
			run = 0
		}
		if run > 15 {
			return true
		}
	}
	return false
}

func sameJSON(a, b string) bool {
	var x, y strings.Builder
	for text, out := range map[string]*strings.Builder{a: &x, b: &y} {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			return false
		}
		canonical, _ := json.Marshal(v)
		out.Write(canonical)
	}
	return a == b || x.String() == y.String()
}

// FuzzOrder: whatever the text, reading ends, and what was read is written as it was unless something was recorded.
func FuzzOrder(f *testing.F) {
	f.Add(goodOrder)
	f.Add(`{"customer":"","items":[{"sku":1,"quantity":1e999}],"note":null,"x":[[]]}`)
	f.Add(`{"items":{},"customer":"\u00e9","customer":1}`)
	f.Fuzz(func(t *testing.T, text string) {
		var x, y order
		if err := wire.Unmarshal([]byte(text), &x); err != nil {
			return
		}
		written, err := wire.Marshal(&x)
		if err != nil {
			t.Fatal(err)
		}
		if err := wire.Unmarshal(written, &y); err != nil {
			t.Fatalf("%q is written as %s: %v", text, written, err)
		}
		if again, _ := wire.Marshal(&y); string(again) != string(written) {
			t.Fatalf("%q becomes %s, then %s", text, written, again)
		}
	})
}
