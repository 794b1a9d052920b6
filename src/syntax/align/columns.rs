//! Elastic columns, as Go's `text/tabwriter` lays them out for gofmt.
//!
//! A column is a run of neighbouring lines that all have a cell there; it is as wide as its
//! widest cell and one space. Columns to the right live within those to the left.

/// A cell that is followed by another one. The last cell of a line belongs to no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its width in characters.
    pub width: usize,
    /// Whether a column of nothing but such cells is kept even if all are empty.
    pub hard: bool,
}

/// The width of each cell's column, line by line.
pub(super) fn widths(lines: &[Vec<Cell>]) -> Vec<Vec<usize>> {
    let mut widths: Vec<Vec<usize>> = lines.iter().map(|line| vec![0; line.len()]).collect();
    let mut blocks = vec![(0, 0, lines.len())];
    while let Some((column, from, to)) = blocks.pop() {
        let mut line = from;
        while line < to {
            let run = lines[line..to]
                .iter()
                .take_while(|cells| cells.len() > column)
                .count();
            if run == 0 {
                line += 1;
                continue;
            }
            let cells = || lines[line..line + run].iter().map(|cells| cells[column]);
            let wanted = cells().any(|cell| cell.width > 0 || cell.hard);
            let widest = cells().map(|cell| cell.width + 1).max().unwrap_or(0);
            for widths in &mut widths[line..line + run] {
                widths[column] = if wanted { widest } else { 0 };
            }
            blocks.push((column + 1, line, line + run));
            line += run;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(widths: &[usize]) -> Vec<Cell> {
        widths
            .iter()
            .map(|width| Cell {
                width: *width,
                hard: false,
            })
            .collect()
    }

    #[test]
    fn a_column_ends_at_a_line_without_a_cell_there() {
        let lines = [
            line(&[3, 1]),
            line(&[5]),
            line(&[1, 4]),
            line(&[]),
            line(&[2]),
        ];
        let expected = [vec![6, 2], vec![6], vec![6, 5], vec![], vec![3]];
        assert_eq!(widths(&lines), expected);
    }

    #[test]
    fn a_column_of_empty_soft_cells_takes_no_room() {
        assert_eq!(widths(&[line(&[2, 0]), line(&[1, 0])]), [[3, 0], [3, 0]]);
        let mut lines = [line(&[2, 0])];
        lines[0][1].hard = true;
        assert_eq!(widths(&lines), [[3, 1]]);
    }
}
