package rpc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/rpc"
)

func zipped(t *testing.T, content string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestFrames reads messages as they travel, and no more than there may be of them.
func TestFrames(t *testing.T) {
	packed := func(content string) string {
		framed := rpc.AppendFrame(nil, []byte(content))
		framed[0] = 1
		return string(framed)
	}
	plain := string(rpc.AppendFrame(rpc.AppendFrame(nil, []byte("one")), nil))
	for _, c := range []struct{ name, from, want, fails string }{
		{"two messages", plain, "one|", ""},
		{"none", "", "", ""},
		{"one that is cut off", plain[:6], "", "unexpected EOF"},
		{"one without its length", "\x00\x00", "", "unexpected EOF"},
		{"one that is packed", packed(zipped(t, "two")), "two", ""},
		{"one that is too long", "\x00\xff\xff\xff\xff", "", "longer than the limit"},
		{"many that are too long", strings.Repeat(string(rpc.AppendFrame(nil, make([]byte, 90))), 12), strings.Repeat(strings.Repeat("\x00", 90)+"|", 11), "longer than the limit"},
		{"a bomb", packed(zipped(t, strings.Repeat("0", 100_000))), "", "longer than the limit"},
		{"what is no gzip", packed("two"), "", "no gzip"},
	} {
		f := rpc.Frames{From: strings.NewReader(c.from), Encoding: "gzip", Limit: 1000}
		var got []string
		var err error
		for {
			var message []byte
			if message, err = f.Next(); err != nil {
				break
			}
			got = append(got, string(message))
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
		if strings.Join(got, "|") != strings.TrimSuffix(c.want, "|") && strings.Join(got, "|") != c.want || (err == nil) != (c.fails == "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}
