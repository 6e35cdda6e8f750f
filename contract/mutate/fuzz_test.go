package mutate_test

import (
	"context"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/mutate"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// FuzzRun tries any contract: it ends, the score is one, and nothing is killed by nobody.
func FuzzRun(f *testing.F) {
	f.Add(head + strict + notFound)
	f.Add(head + "  - request: {path: /orders/7}\n    response: {status: 200, body: []}\n")
	f.Add(head + "  - request: {path: /orders/7}\n    response: {status: '{{status success = 200}}', headers: {ETag: x}, text: '{'}\n")
	f.Add(head + "  - request: {path: /orders/7}\n    response: {status: 200, body: {id: {id: []}, lines: [[]], note: null}, matchingRules: {body: {$: {matchers: [{match: type}]}}}}\n")
	api := specs(f, shop)
	f.Fuzz(func(t *testing.T, written string) {
		c, _ := text.Read(source.NewFile("billing.yaml", []byte(written)))
		if c == nil {
			return
		}
		r, err := mutate.Run(context.Background(), api, []*contract.Contract{c}, mutate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range r.Tried() {
			if one.Killed && (r.Played == 0 || one.Equivalent) {
				t.Errorf("%s is killed by %d interactions", one.Mutant, r.Played)
			}
		}
		_, _ = r.Findings(), r.Tables()
	})
}
