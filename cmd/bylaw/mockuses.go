package main

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/replay"
)

// listInteractions prints one line for each interaction, and what it is given.
func listInteractions(w io.Writer, server *replay.Server) error {
	uses, width := server.Uses(), 0
	for _, u := range uses {
		width = max(width, len(target(u.Request)))
	}
	for _, u := range uses {
		line := fmt.Sprintf("%-7s %-*s  %-3s  %s%s", methodOf(u.Request), width, target(u.Request), statusText(u.Response), interactionName(u.Interaction), givenStates(u.States))
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	for _, i := range server.Skipped() {
		if _, err := fmt.Fprintf(w, "not replayed: %s is one of %s\n", interactionName(i), i.Kind); err != nil {
			return err
		}
	}
	return nil
}

func methodOf(q *consumer.Request) string { return strings.ToUpper(cmp.Or(q.Method, http.MethodGet)) }

func target(q *consumer.Request) string { return q.Path + queryText(q.Query) }

func statusText(r *consumer.Response) string { return strconv.Itoa(cmp.Or(r.Status, http.StatusOK)) }

func givenStates(states []consumer.State) string {
	var names []string
	for _, s := range states {
		names = append(names, strconv.Quote(s.Name))
	}
	if len(names) == 0 {
		return ""
	}
	return ", given " + strings.Join(names, " and ")
}

// queryText writes a query as URLs have it.
func queryText(parameters []consumer.Values) string {
	var parts []string
	for _, p := range parameters {
		for _, v := range p.Values {
			parts = append(parts, url.QueryEscape(p.Name)+"="+url.QueryEscape(v))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "?" + strings.Join(parts, "&")
}

// tellUses says at the end which interactions nobody has asked for.
func tellUses(w io.Writer, server *replay.Server) {
	uses, asked := server.Uses(), 0
	for _, u := range uses {
		if u.Asked > 0 {
			asked++
		}
	}
	fmt.Fprintf(w, "\n%d of %s asked for.\n", asked, plural(len(uses), "interaction"))
	if missed := server.Missed(); missed > 0 {
		fmt.Fprintf(w, "%s answered by no contract.\n", plural(missed, "request"))
	}
	if asked == len(uses) {
		return
	}
	fmt.Fprintln(w, "Never asked for:")
	for _, u := range uses {
		if u.Asked == 0 {
			fmt.Fprintf(w, "  %s %s  %s%s\n", methodOf(u.Request), target(u.Request), interactionName(u.Interaction), givenStates(u.States))
		}
	}
}
