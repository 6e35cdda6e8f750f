package main

import (
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang"
)

// targets lists every target, the default one first.
func targets() []generator.Target {
	return []generator.Target{golang.New()}
}

// targetOf returns the target of a name; "" is the default one. nil: there is none.
func targetOf(name string) generator.Target {
	for _, t := range targets() {
		if name == "" || t.Language().Name == name {
			return t
		}
	}
	return nil
}

func targetNames() []string {
	var names []string
	for _, t := range targets() {
		names = append(names, t.Language().Name)
	}
	return names
}
