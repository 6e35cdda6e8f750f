package prose

import (
	"slices"
	"testing"
)

func TestValues(t *testing.T) {
	for _, c := range []struct {
		doc  string
		want []string
	}{
		{`What to do: one of "ship", "cancel" or "refund".`, []string{"ship", "cancel", "refund"}},
		{"Must be either `open` or `closed`.", []string{"open", "closed"}},
		{"Possible values are ACTIVE, INACTIVE (for now) and GONE_FOR_EVER.", []string{"ACTIVE", "INACTIVE", "GONE_FOR_EVER"}},
		{"The state. Valid values:\n\n- `ready`: it is.\n- `busy`: it is not,\n  for a while.\n\nMore text.", []string{"ready", "busy"}},
		{"Can be one of:\n* open - not closed\n", nil},
		{"A word, for example one of `a` or `b`.", nil},
		{"Can be one of `small`, `large`, etc.", nil},
		{"Can be one of TCP, SSL, HTTP, HTTPS or HTTP2.", []string{"TCP", "SSL", "HTTP", "HTTPS", "HTTP2"}},
		{"Can be one of `a`, `b` or whatever.", nil},
		{"Valid values:\n* `a`: begins\nand goes on.\n* `b`.\n\nThe end.\n* `c`", []string{"a", "b"}},
		{"A comma-separated list. Possible values are: `a`, `b`.", nil},
		{"Either `true` or `false`.", nil},
		{"One of `only`.", nil},
		{"One of the fields `a` and `b`.", nil},
		{"Says `open` or `closed`.", nil},
	} {
		if got := Values(c.doc); !slices.Equal(got, c.want) {
			t.Errorf("Values(%q) = %q, want %q", c.doc, got, c.want)
		}
	}
}
