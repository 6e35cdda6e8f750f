package main

import (
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/replay"
)

// listInteractions prints one line for each interaction, and what it is given.
func listInteractions(w io.Writer, server *replay.Server) error {
	uses, width := server.Uses(), 0
	answers := 3
	for _, u := range uses {
		_, target := asks(u.Interaction)
		width, answers = max(width, len(target)), max(answers, len(u.Answers()))
	}
	for _, u := range uses {
		method, target := asks(u.Interaction)
		line := fmt.Sprintf("%-7s %-*s  %-*s  %s%s", method, width, target, answers, u.Answers(), interactionName(u.Interaction), givenStates(u.States))
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	for _, i := range server.Skipped() {
		if _, err := fmt.Fprintf(w, "not replayed: %s: %s\n", interactionName(i.Interaction), i.Why); err != nil {
			return err
		}
	}
	return nil
}

// asks says what an interaction asks for, with the query.
func asks(i replay.Interaction) (method, target string) {
	if method, target = i.Asks(); i.Request != nil {
		target += queryText(i.Request.Query)
	}
	return method, target
}

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
			method, target := asks(u.Interaction)
			fmt.Fprintf(w, "  %s %s  %s%s\n", method, target, interactionName(u.Interaction), givenStates(u.States))
		}
	}
}
