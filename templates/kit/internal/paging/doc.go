// Package paging holds what the pages of templates/support/pagination ask of a database against databases that exist.
package paging
