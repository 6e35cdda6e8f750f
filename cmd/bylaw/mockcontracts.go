package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/replay"
	"github.com/bylaw-dev/bylaw/mock"
	"github.com/bylaw-dev/bylaw/report"
)

// ofContracts makes the mock that answers as contracts say, and else as the spec's, if there is one.
func (m *mocking) ofContracts(ctx context.Context, s streams, spec served, o mock.Options) (served, error) {
	contracts, err := m.readContracts(ctx, s)
	if err != nil {
		return served{}, err
	}
	server := replay.New(contracts, replay.Options{
		Seed: o.Seed, MaxBody: o.MaxBody, Next: spec.Handler, NextCalls: spec.grpc, Files: spec.files, Before: newDisturbance(o).before,
		Tell: func(x replay.Exchange) { noteExchange(s.err, x) },
	})
	if len(server.Uses()) == 0 && spec.Handler == nil {
		return served{}, nothingToReplay(server.Skipped())
	}
	made := served{Handler: server, grpc: spec.grpc || server.Calls(), end: func(w io.Writer) { tellUses(w, server) }}
	if o.CORS {
		made.Handler = mock.CORS(server)
	}
	made.list = func(w io.Writer) error {
		if err := listInteractions(w, server); err != nil || spec.list == nil {
			return err
		}
		fmt.Fprintf(w, "\nOther requests are answered by the spec:\n\n")
		return spec.list(w)
	}
	made.greet = func(w io.Writer, address string) { greetContracts(w, address, contracts, server, spec.Handler != nil) }
	return made, nil
}

func nothingToReplay(skipped []replay.Skip) error {
	if len(skipped) == 0 {
		return errors.New("there is nothing to replay: the contracts have no interactions")
	}
	return fmt.Errorf("there is nothing to replay: %s: %s", interactionName(skipped[0].Interaction), skipped[0].Why)
}

// readContracts reads the contracts that are named. What can't be read isn't served, and is printed.
func (m *mocking) readContracts(ctx context.Context, s streams) ([]*consumer.Contract, error) {
	local, brokers := brokersIn(m.flags.contracts)
	tree, wanted, err := m.open(s.in, local)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	set := &contractSet{tree: tree, provider: m.flags.providerName}
	if err := set.contracts(ctx, wanted, wanted.Args, brokers...); err != nil {
		return nil, err
	}
	chosen, err := set.choose(m.flags.providerName, m.flags.consumers)
	if err != nil {
		return nil, err
	}
	summary := &report.Summary{Version: version(), Findings: report.Sort(set.findings), NotChecked: set.skipped, FailOn: report.Error, Rule: contractInfo}
	if verdict(summary) != nil {
		return nil, m.print(s.out, tree, summary)
	}
	for _, skipped := range set.skipped {
		fmt.Fprintf(s.err, "bylaw: %s is left out: %s\n", skipped.What, skipped.Why)
	}
	return chosen, nil
}

// greetContracts says where to ask, and for what.
func greetContracts(w io.Writer, address string, contracts []*consumer.Contract, server *replay.Server, spec bool) {
	uses, base := server.Uses(), "http://"+address
	provider, consumers := "the provider", []string{}
	for _, c := range contracts {
		provider = cmp.Or(c.Provider, provider)
		consumers = append(consumers, consumerName(c))
	}
	slices.Sort(consumers)
	fmt.Fprintf(w, "%s as %s %s it, %s\n\n", provider, strings.Join(slices.Compact(consumers), ", "), known(len(consumers)), plural(len(uses), "interaction"))
	fmt.Fprintf(w, "  base URL  %s\n", base)
	if server.Calls() {
		fmt.Fprintf(w, "  gRPC      %s, plaintext\n", address)
	}
	if try := tryInteraction(base, uses); try != "" {
		fmt.Fprintf(w, "  try       %s\n", try)
	}
	if i := slices.IndexFunc(uses, func(u replay.Use) bool { return len(u.States) > 0 }); i >= 0 {
		fmt.Fprintf(w, "  states    curl %s/_bylaw/states -d %s\n", base, mock.Quoted(`{"state": `+strconv.Quote(uses[i].States[0].Name)+`}`))
	}
	fmt.Fprintf(w, "  asked     curl %s/_bylaw/interactions\n", base)
	fmt.Fprintf(w, "  also      -H 'Prefer: code=404' for another answer; --list prints the interactions\n")
	if spec {
		fmt.Fprintf(w, "  else      what no contract answers is answered by the spec\n")
	}
	if n := len(server.Skipped()); n > 0 {
		fmt.Fprintf(w, "  left out  %s; --list says why\n", plural(n, "interaction"))
	}
	fmt.Fprintf(w, "\nCtrl-C stops it, and says what was never asked for.\n")
}

func known(consumers int) string {
	if consumers == 1 {
		return "knows"
	}
	return "know"
}

func consumerName(c *consumer.Contract) string {
	return cmp.Or(c.Consumer, "a consumer without a name")
}

// tryInteraction returns a command line that is answered, of a GET if there is one.
func tryInteraction(base string, uses []replay.Use) string {
	for _, get := range []bool{true, false} {
		for _, u := range uses {
			if method, _ := u.Asks(); u.Request != nil && get == (method == http.MethodGet) {
				return curlOf(base, u.Request)
			}
		}
	}
	return ""
}

// curlOf writes the example of a request as a command line.
func curlOf(base string, q *consumer.Request) string {
	words := []string{"curl", "-i"}
	if method := strings.ToUpper(cmp.Or(q.Method, http.MethodGet)); method != http.MethodGet {
		words = append(words, "-X", method)
	}
	words = append(words, mock.Quoted(base+q.Path+queryText(q.Query)))
	for _, h := range q.Headers {
		words = append(words, "-H", mock.Quoted(h.Name+": "+strings.Join(h.Values, ", ")))
	}
	if _, typed := consumer.Header(q.Headers, "Content-Type"); !typed && q.Body.ContentType != "" {
		words = append(words, "-H", mock.Quoted("Content-Type: "+q.Body.ContentType))
	}
	if len(q.Body.Content) > 0 {
		words = append(words, "-d", mock.Quoted(string(q.Body.Content)))
	}
	return strings.Join(words, " ")
}

// noteExchange has the line of a request end with who answers it.
func noteExchange(w io.Writer, x replay.Exchange) {
	noted, _ := x.Request.Context().Value(noteKey{}).(*string)
	for _, failure := range x.Failures {
		fmt.Fprintf(w, "bylaw: in %s the example is answered: %v\n", interactionName(*x.Answered), failure)
	}
	switch {
	case noted == nil:
	case x.Answered != nil:
		*noted = "  " + interactionName(*x.Answered)
	case x.Status == 0 && x.Nearest == nil:
		*noted = "  by the spec"
	case x.Status == 0:
		*noted = "  by the spec; the nearest is " + interactionName(*x.Nearest)
	case x.Nearest != nil:
		*noted = "  the nearest is " + interactionName(*x.Nearest)
	}
}

func interactionName(i replay.Interaction) string {
	return consumerName(i.Contract) + ": " + strconv.Quote(i.Description)
}
